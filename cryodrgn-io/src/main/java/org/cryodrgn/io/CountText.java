package org.cryodrgn.io;

/** Numbers of things as messages tell them. */
public final class CountText {

  private CountText() {}

  /**
   * A number with its noun.
   *
   * @param what the noun for one, whose plural ends with s
   * @return such as {@code "1 file"}, {@code "2 files"}
   */
  public static String of(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
