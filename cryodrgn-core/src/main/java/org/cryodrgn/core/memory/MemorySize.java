package org.cryodrgn.core.memory;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as text: 512M, 8G, 1.5T; a unit is 1,024 of the one before. */
public final class MemorySize {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)([KMGT])(?:i?B)?", Pattern.CASE_INSENSITIVE);

  private static final String UNITS = "KMGT";

  private MemorySize() {}

  /**
   * Reads an amount.
   *
   * @return bytes
   * @throws IllegalArgumentException if it is no number with a unit, or beyond 64 bits
   */
  public static long parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no amount of memory: write a number and K, M, G or T, as in 8G");
    }
    int power = UNITS.indexOf(matcher.group(2).toUpperCase(Locale.ROOT)) + 1;
    double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(1024, power);
    if (!(bytes >= 1 && bytes < 0x1p62)) {
      throw new IllegalArgumentException("'" + text + "' is no amount of memory that there is");
    }
    return (long) bytes;
  }

  /** An amount for people: 7.8 GiB. */
  public static String text(long bytes) {
    if (bytes < 10L << 30) {
      return bytes < 1L << 30
          ? (bytes + (1 << 20) - 1 >> 20) + " MiB"
          : String.format(Locale.US, "%.2f GiB", bytes * 0x1p-30);
    }
    return String.format(Locale.US, "%.1f GiB", bytes * 0x1p-30);
  }
}
