package org.cryodrgn.analysis.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * From values to 0..1, linearly or by the logarithm, with round values to label.
 *
 * @param low the value at 0
 * @param high the value at 1
 * @param logarithmic whether powers are even steps; then low is above 0
 */
record Scale(double low, double high, boolean logarithmic) {

  /** Linear between the 1st and 99th percentile, so that a few outliers do not take the colours. */
  static Scale of(float[] values) {
    double[] finite = new double[values.length];
    int n = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        finite[n++] = value;
      }
    }
    if (n == 0) {
      return new Scale(0, 1, false);
    }
    Arrays.sort(finite, 0, n);
    double low = finite[(int) Math.round(0.01 * (n - 1))];
    double high = finite[(int) Math.round(0.99 * (n - 1))];
    return new Scale(low, high > low ? high : low + 1, false);
  }

  /** Logarithmic from 1 to the greatest count. */
  static Scale counts(long greatest) {
    return new Scale(1, Math.max(2, greatest), true);
  }

  /** The place of a value; below 0 or above 1 outside the scale. */
  double fraction(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** Round values within the scale. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      boolean few = high / low < 100;
      for (double decade = 1; decade <= high; decade *= 10) {
        for (int mantissa : few ? new int[] {1, 2, 5} : new int[] {1}) {
          if (mantissa * decade <= high) {
            ticks.add(mantissa * decade);
          }
        }
      }
    } else {
      double rough = (high - low) / 5;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double step = rough > 5 * power ? 10 * power : rough > 2 * power ? 5 * power : 2 * power;
      for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }

  /** A tick as text, as short as it can be. */
  static String text(double tick) {
    if (tick != 0 && (Math.abs(tick) >= 1e5 || Math.abs(tick) < 1e-3)) {
      return String.format(Locale.US, "%.0e", tick)
          .replaceFirst("e([+-])0?", "e$1")
          .replace("+", "");
    }
    String text = String.format(Locale.US, "%.4f", tick).replaceFirst("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }
}
