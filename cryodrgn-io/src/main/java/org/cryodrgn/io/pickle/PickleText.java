package org.cryodrgn.io.pickle;

import java.math.BigInteger;

/** The text forms of protocol 0. */
final class PickleText {

  private static final int MAX_DIGITS = 2500;

  private PickleText() {}

  /** A decimal integer, with the L that Python 2 put behind long ones. */
  static Object integer(String line) {
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    if (digits.length() > MAX_DIGITS) {
      throw new Malformed("an integer of " + digits.length() + " digits");
    }
    try {
      return shortest(new BigInteger(digits.trim()));
    } catch (NumberFormatException e) {
      throw new Malformed("an integer that is none");
    }
  }

  /** As {@link #integer}; 00 and 01 are False and True. */
  static Object integerOrBoolean(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> integer(line);
    };
  }

  static double real(String line) {
    return switch (line) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> {
        try {
          yield Double.parseDouble(line);
        } catch (NumberFormatException e) {
          throw new Malformed("a float that is none");
        }
      }
    };
  }

  static long index(String line) {
    if (integer(line) instanceof Long index) {
      return index;
    }
    throw new Malformed("a memo entry beyond all bounds");
  }

  /** A Long if it fits. */
  static Object shortest(BigInteger value) {
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  /** A quoted Python 2 str with its escapes. */
  static String quoted(String line) {
    String trimmed = line.trim();
    int last = trimmed.length() - 1;
    if (last < 1
        || "'\"".indexOf(trimmed.charAt(0)) < 0
        || trimmed.charAt(0) != trimmed.charAt(last)) {
      throw new Malformed("a text without quotes");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < last; i++) {
      char c = trimmed.charAt(i);
      if (c != '\\' || i + 1 >= last) {
        text.append(c);
        continue;
      }
      char escaped = trimmed.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'x' -> {
          text.append((char) hex(trimmed, i + 1, 2));
          i += 2;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }

  /** A Python 3 str in raw-unicode-escape. */
  static String rawUnicode(String line) {
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      char kind = c == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : 0;
      if (kind == 'u' || kind == 'U') {
        int digits = kind == 'u' ? 4 : 8;
        int codePoint = hex(line, i + 2, digits);
        if (!Character.isValidCodePoint(codePoint)) {
          throw new Malformed("a text with an escape that is no character");
        }
        text.appendCodePoint(codePoint);
        i += 1 + digits;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static int hex(String text, int start, int digits) {
    try {
      return Integer.parseUnsignedInt(text.substring(start, start + digits), 16);
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new Malformed("a text with a broken escape");
    }
  }
}
