package org.cryodrgn.analysis.latent;

/** How far each particle lies from the others; the larger, the more of an outlier. */
public final class OutlierScores {
  private static final int BLOCK = 1 << 12;

  private OutlierScores() {}

  /**
   * The Mahalanobis distance of each point from the mean of all: the distance in units of the
   * standard deviation of its direction.
   *
   * @param points N x dimension, row-major, N at least 2
   * @return N values
   */
  public static float[] mahalanobis(float[] points, int dimension) {
    int n = Shape.rows(points, dimension);
    if (n < 2) {
      throw new IllegalArgumentException("outliers are told from two points or more, not " + n);
    }
    double[] mean = PrincipalComponents.mean(points, dimension);
    Gaussian all = Gaussian.of(mean, PrincipalComponents.covariance(points, dimension, mean));
    float[] scores = new float[n];
    Blocks.run(
        n,
        BLOCK,
        (block, from, to) -> {
          double[] work = new double[dimension];
          for (int i = from; i < to; i++) {
            scores[i] = (float) Math.sqrt(all.squaredDistance(points, i, work));
          }
        });
    return scores;
  }

  /**
   * The mean distance of each point to its {@code neighbours} nearest others.
   *
   * @param points N x dimension, row-major, N greater than {@code neighbours}
   * @return N values
   */
  public static float[] neighbourDistance(float[] points, int dimension, int neighbours) {
    return NearestNeighbours.ofAll(points, dimension, neighbours).meanDistances();
  }
}
