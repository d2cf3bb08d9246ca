package org.cryodrgn.analysis.latent;

import java.util.Arrays;

/** Percentiles with linear interpolation between order statistics, as numpy.percentile. */
public final class Percentiles {
  private final float[] sorted;

  private Percentiles(float[] sorted) {
    this.sorted = sorted;
  }

  /** Sorts a copy of the values, at least one. */
  public static Percentiles of(float[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values to take percentiles of");
    }
    float[] sorted = values.clone();
    Arrays.parallelSort(sorted);
    return new Percentiles(sorted);
  }

  /** The value below which {@code percent} (0 to 100) of the values lie. */
  public double at(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile lies between 0 and 100, not at " + percent);
    }
    double position = percent / 100 * (sorted.length - 1);
    int below = (int) position;
    double low = sorted[below];
    double high = sorted[Math.min(below + 1, sorted.length - 1)];
    return low + (position - below) * (high - low);
  }
}
