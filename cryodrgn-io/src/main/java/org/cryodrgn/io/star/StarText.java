package org.cryodrgn.io.star;

/** How a STAR file quotes values. */
final class StarText {

  private StarText() {}

  /**
   * The value as it must stand in a file: quoted where it is empty, holds white space, or would
   * read as something else.
   *
   * @throws IllegalArgumentException if no quoting can hold it (a line break, or both kinds of
   *     quote before a space)
   */
  static String quote(String value) {
    if (!needsQuotes(value)) {
      return value;
    }
    for (char quote : new char[] {'"', '\''}) {
      if (!endsEarly(value, quote)) {
        return quote + value + quote;
      }
    }
    throw new IllegalArgumentException("no quoting holds the STAR value: " + value);
  }

  private static boolean needsQuotes(String value) {
    if (value.isEmpty() || value.startsWith("data_") || value.startsWith("loop_")) {
      return true;
    }
    if ("_#'\";".indexOf(value.charAt(0)) >= 0) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isWhitespace(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsEarly(String value, char quote) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\n' || c == '\r') {
        return true;
      }
      if (c == quote && i + 1 < value.length() && Character.isWhitespace(value.charAt(i + 1))) {
        return true;
      }
    }
    return false;
  }
}
