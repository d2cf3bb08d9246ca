package org.cryodrgn.core.geometry;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Sine and cosine, rounded as the C library under Python rounds them (glibc from 2.28 on, with
 * FMA). It errs by up to 0.55 units of the last place, so that one value in 700 is not the nearest;
 * what is computed with these functions equals cryoDRGN's to the last bit.
 *
 * <p>The method and its constants are those of the IBM Accurate Mathematical Library (Copyright
 * International Business Machines Corp. 2001; LGPL 2.1 or later) in glibc: a table at steps of
 * 1/128, and a short series from the nearest step on. Angles are radians; those beyond 1e8, which
 * no microscope tells, are Java's.
 */
final class LibmTrigonometry {

  /** Adding it rounds a positive number to a multiple of 1/128, told by the low bits of the sum. */
  private static final double TO_STEPS = 0x1.8p45;

  private static final int STEPS = 112;

  /** Up to here the parts of pi/2 tell what is left of an angle. */
  private static final double LARGEST = 1e8;

  /** For each step its sine, what that is short of the true one, its cosine, and what that is. */
  private static final double[] TABLE = table();

  private static final double S1 = -0x1.5555555555555p-3;
  private static final double S2 = 0x1.1111111110ecep-7;
  private static final double S3 = -0x1.a01a019db08b8p-13;
  private static final double S4 = 0x1.71de27b9a7ed9p-19;
  private static final double S5 = -0x1.addffc2fcdf59p-26;

  private static final double SN3 = -1.66666666666664880952546298448555E-01;
  private static final double SN5 = 8.33333214285722277379541354343671E-03;
  private static final double CS2 = 4.99999999999999999999950396842453E-01;
  private static final double CS4 = -4.16666666666664434524222570944589E-02;
  private static final double CS6 = 1.38888874007937613028114285595617E-03;

  /** Pi/2 in parts: two that together are 107 bits, and four of which the first three are short. */
  private static final double HALF_PI = 0x1.921fb54442d18p0;

  private static final double HALF_PI_REST = 0x1.1a62633145c07p-54;
  private static final double PART_1 = 0x1.921fb58p0;
  private static final double PART_2 = -0x1.dde973cp-27;
  private static final double PART_3 = -0x1.cb3b398p-55;
  private static final double PART_4 = -0x1.d747f23e32ed7p-83;

  /** Adding it rounds a number to a whole one, told by the low bits of the sum. */
  private static final double TO_WHOLE = 0x1.8p52;

  private LibmTrigonometry() {}

  /** The sine of an angle. */
  static double sin(double x) {
    double size = Math.abs(x);
    if (size < 0x1p-26) {
      return x;
    }
    if (size < 0.855469) {
      return sine(x, 0);
    }
    if (size < 2.426265) {
      return Math.copySign(cosine(HALF_PI - size, HALF_PI_REST), x);
    }
    return size <= LARGEST ? reduced(x, 0) : Math.sin(x);
  }

  /** The cosine of an angle. */
  static double cos(double x) {
    double size = Math.abs(x);
    if (size < 0x1p-27) {
      return 1;
    }
    if (size < 0.855469) {
      return cosine(x, 0);
    }
    if (size < 2.426265) {
      double rest = HALF_PI - size;
      double high = rest + HALF_PI_REST;
      return sine(high, (rest - high) + HALF_PI_REST);
    }
    return size <= LARGEST ? reduced(x, 1) : Math.cos(x);
  }

  /** The sine of x and so many quarter turns, by the sine or cosine of what is left of x. */
  private static double reduced(double x, int quarters) {
    double shifted = Math.fma(x, 2 / Math.PI, TO_WHOLE);
    double whole = shifted - TO_WHOLE;
    double rest = Math.fma(-whole, PART_2, Math.fma(-whole, PART_1, x));
    double less = Math.fma(-whole, PART_3, rest);
    double low = Math.fma(-whole, PART_3, rest - less);
    double high = Math.fma(-whole, PART_4, less);
    low += Math.fma(-whole, PART_4, less - high);
    int quadrant = (int) Double.doubleToRawLongBits(shifted) + quarters;
    double value = (quadrant & 1) == 0 ? sine(high, low) : cosine(high, low);
    return (quadrant & 2) == 0 ? value : -value;
  }

  /** The sine of x + low, within the steps of the table; low is what does not fit into x. */
  private static double sine(double x, double low) {
    if (Math.abs(x) < 0.126) {
      double xx = x * x;
      double series = Math.fma(xx, Math.fma(xx, Math.fma(xx, Math.fma(xx, S5, S4), S3), S2), S1);
      return x + Math.fma(Math.fma(series, x, -(0.5 * low)), xx, low);
    }
    double rest = x > 0 ? low : -low;
    double shifted = TO_STEPS + Math.abs(x);
    double d = Math.abs(x) - (shifted - TO_STEPS);
    double dd = d * d;
    double sin = d + Math.fma(d * dd, Math.fma(dd, SN5, SN3), rest);
    double versine = Math.fma(d, rest, dd * Math.fma(dd, Math.fma(dd, CS6, CS4), CS2));
    int k = step(shifted);
    double sum = Math.fma(-TABLE[k], versine, Math.fma(sin, TABLE[k + 3], TABLE[k + 1]));
    return Math.copySign(TABLE[k] + Math.fma(TABLE[k + 2], sin, sum), x);
  }

  /** The cosine of x + low, likewise. */
  private static double cosine(double x, double low) {
    double shifted = TO_STEPS + Math.abs(x);
    double d = Math.abs(x) - (shifted - TO_STEPS) + (x < 0 ? -low : low);
    double dd = d * d;
    double sin = Math.fma(d * dd, Math.fma(dd, SN5, SN3), d);
    double versine = dd * Math.fma(dd, Math.fma(dd, CS6, CS4), CS2);
    int k = step(shifted);
    double sum = Math.fma(-TABLE[k + 2], versine, Math.fma(-sin, TABLE[k + 1], TABLE[k + 3]));
    return TABLE[k + 2] + Math.fma(-TABLE[k], sin, sum);
  }

  /** Where a step stands in the table. */
  private static int step(double shifted) {
    return 4 * (int) Double.doubleToRawLongBits(shifted);
  }

  /** By the series of sine and cosine in decimal numbers of 50 digits. */
  private static double[] table() {
    double[] table = new double[4 * STEPS];
    MathContext digits = new MathContext(50);
    for (int k = 0; k < STEPS; k++) {
      BigDecimal x = new BigDecimal(k / 128.0);
      BigDecimal[] sums = {BigDecimal.ZERO, BigDecimal.ZERO};
      BigDecimal term = BigDecimal.ONE;
      for (int n = 0; n < 36; n++) {
        // cosine: + - + -, sine likewise, in turn
        sums[n % 2] = sums[n % 2].add((n & 2) == 0 ? term : term.negate());
        term = term.multiply(x).divide(new BigDecimal(n + 1), digits);
      }
      for (int i = 0; i < 2; i++) {
        double nearest = sums[1 - i].doubleValue();
        table[4 * k + 2 * i] = nearest;
        table[4 * k + 2 * i + 1] = sums[1 - i].subtract(new BigDecimal(nearest)).doubleValue();
      }
    }
    return table;
  }
}
