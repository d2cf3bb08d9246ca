package org.cryodrgn.analysis.convergence;

import java.util.Arrays;
import org.cryodrgn.analysis.latent.Percentiles;

/**
 * How far particles move in latent space from one epoch to the next, and whether they keep their
 * direction. A row for each three epochs that follow one another.
 */
final class LatentShifts {

  /** What a row holds: medians over the particles. */
  static final String[] NAMES = {"dot product", "magnitude", "cosine distance"};

  private LatentShifts() {}

  /**
   * The row of three epochs: the median dot product of both moves, the median length of the second,
   * the median of 1 - cosine of the angle between them. A particle that stood still has no angle.
   *
   * @param first N x dimension, row-major
   * @param second as first
   * @param third as first
   */
  static double[] row(float[] first, float[] second, float[] third, int dimension) {
    int n = first.length / dimension;
    float[] products = new float[n];
    float[] lengths = new float[n];
    float[] distances = new float[n];
    int moved = 0;
    for (int i = 0; i < n; i++) {
      double product = 0;
      double before = 0;
      double after = 0;
      for (int k = i * dimension; k < (i + 1) * dimension; k++) {
        double from = (double) second[k] - first[k];
        double to = (double) third[k] - second[k];
        product += from * to;
        before += from * from;
        after += to * to;
      }
      products[i] = (float) product;
      lengths[i] = (float) Math.sqrt(after);
      if (before > 0 && after > 0) {
        distances[moved++] = (float) (1 - product / (Math.sqrt(before) * Math.sqrt(after)));
      }
    }
    return new double[] {
      median(products, n), median(lengths, n), moved == 0 ? Double.NaN : median(distances, moved)
    };
  }

  private static double median(float[] values, int count) {
    return Percentiles.of(Arrays.copyOf(values, count)).at(50);
  }
}
