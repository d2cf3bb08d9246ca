package org.cryodrgn.io;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as text for files that Python programs write too. */
public final class DecimalText {

  private DecimalText() {}

  /**
   * The shortest decimal that reads back as the same float64, laid out as Python's {@code repr}:
   * plain from 1e-4 to below 1e16, otherwise with an exponent; always with a point or an exponent.
   */
  public static String shortest(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    } else if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    BigDecimal decimal = digits(value);
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    StringBuilder text = new StringBuilder(value < 0 ? "-" : "");
    if (exponent < -4 || exponent >= 16) {
      text.append(digits.charAt(0));
      if (digits.length() > 1) {
        text.append('.').append(digits, 1, digits.length());
      }
      text.append('e').append(exponent < 0 ? '-' : '+');
      return text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent)).toString();
    }
    if (exponent < 0) {
      return text.append("0.").append("0".repeat(-exponent - 1)).append(digits).toString();
    }
    int whole = exponent + 1;
    if (digits.length() <= whole) {
      return text.append(digits)
          .append("0".repeat(whole - digits.length()))
          .append(".0")
          .toString();
    }
    return text.append(digits, 0, whole).append('.').append(digits.substring(whole)).toString();
  }

  /**
   * The number of a decimal, with or without a sign, a point and an exponent; not the forms that
   * Java alone has for numbers, such as 1d and 0x1p3.
   *
   * @throws NumberFormatException if it is none
   */
  public static double parse(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw new NumberFormatException(text);
      }
    }
    return Double.parseDouble(text);
  }

  /** Java 17 itself often gives a digit too many; Jackson finds the shortest (Schubfach). */
  private static BigDecimal digits(double value) {
    BigDecimal decimal = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      // Both have two digits at least; of the smallest subnormal numbers one is enough.
      BigDecimal one = decimal.round(new MathContext(1));
      return one.doubleValue() == value ? one.stripTrailingZeros() : decimal;
    }
    return decimal;
  }
}
