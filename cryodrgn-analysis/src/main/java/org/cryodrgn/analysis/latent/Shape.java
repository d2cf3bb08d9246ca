package org.cryodrgn.analysis.latent;

import org.cryodrgn.io.DataException;

/** Checks of flat row-major arrays of points. */
final class Shape {
  private Shape() {}

  /**
   * The number of rows of {@code points}.
   *
   * @throws IllegalArgumentException if the dimension is not positive or does not divide the length
   */
  static int rows(float[] points, int dimension) {
    if (dimension < 1 || points.length % dimension != 0) {
      throw new IllegalArgumentException(
          points.length + " values are not whole rows of dimension " + dimension);
    }
    return points.length / dimension;
  }

  /**
   * Names the first point that is not finite, if the mean of all is not.
   *
   * @throws DataException with the row (from 0) and the remedy
   */
  static void requireFinite(double[] mean, float[] points, int dimension) {
    for (double m : mean) {
      if (!Double.isFinite(m)) {
        for (int p = 0; p < points.length; p++) {
          if (!Float.isFinite(points[p])) {
            throw new DataException(
                "latent of particle "
                    + p / dimension
                    + " (from 0) is "
                    + points[p]
                    + ": the training diverged; use an earlier epoch or leave the particle out");
          }
        }
      }
    }
  }
}
