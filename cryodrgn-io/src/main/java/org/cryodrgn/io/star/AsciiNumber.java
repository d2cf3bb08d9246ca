package org.cryodrgn.io.star;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.cryodrgn.io.DecimalText;
import org.cryodrgn.io.MappedFile;

/**
 * Decimal numbers straight from bytes, correctly rounded. Up to 19 digits whose value fits 53 bits
 * with a power of ten that float64 holds exactly take one multiplication or division (Clinger, PLDI
 * 1990); all others go through {@link Double#parseDouble}.
 */
final class AsciiNumber {

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private AsciiNumber() {}

  /**
   * The number between two positions: digits with a sign, a point, an exponent, or nan, inf,
   * infinity.
   *
   * @throws NumberFormatException if that is no number
   */
  static double parse(MappedFile bytes, long from, long to) {
    long p = from;
    boolean negative = false;
    byte first = p < to ? bytes.at(p) : 0;
    if (first == '-' || first == '+') {
      negative = first == '-';
      p++;
    }
    long digits = 0;
    int count = 0;
    int fraction = 0;
    boolean point = false;
    boolean any = false;
    for (; p < to; p++) {
      byte b = bytes.at(p);
      if (b >= '0' && b <= '9') {
        any = true;
        if (count > 0 || b != '0') {
          count++;
        }
        digits = digits * 10 + (b - '0');
        fraction += point ? 1 : 0;
      } else if (b == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (p == to && any && count <= 18 && digits <= 1L << 53 && fraction < POWERS.length) {
      double value = digits / POWERS[fraction];
      return negative ? -value : value;
    }
    return parseAny(bytes, from, to);
  }

  private static double parseAny(MappedFile bytes, long from, long to) {
    if (to - from > 400) {
      throw new NumberFormatException("too long");
    }
    byte[] text = new byte[(int) (to - from)];
    bytes.get(from, text, 0, text.length);
    String number = new String(text, StandardCharsets.ISO_8859_1);
    switch (number.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan":
        return Double.NaN;
      case "inf", "+inf", "infinity", "+infinity":
        return Double.POSITIVE_INFINITY;
      case "-inf", "-infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        return DecimalText.parse(number);
    }
  }
}
