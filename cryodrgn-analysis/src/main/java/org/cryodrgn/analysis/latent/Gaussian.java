package org.cryodrgn.analysis.latent;

/**
 * A normal distribution by its mean and the Cholesky factor of its covariance.
 *
 * @param mean d values
 * @param factor lower triangle L, L L^T the covariance
 * @param logDeterminant of the covariance
 */
record Gaussian(double[] mean, double[][] factor, double logDeterminant) {
  private static final double RIDGE = 1e-9;

  /**
   * A distribution of the given moments. So that directions without spread do no harm, a billionth
   * of the mean variance is added to the diagonal.
   */
  static Gaussian of(double[] mean, double[][] covariance) {
    int d = mean.length;
    double trace = 0;
    for (int i = 0; i < d; i++) {
      trace += covariance[i][i];
    }
    double ridge = Math.max(RIDGE * trace / d, Double.MIN_NORMAL);
    double[][] factor = new double[d][d];
    double logDeterminant = 0;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = covariance[i][j] + (i == j ? ridge : 0);
        for (int k = 0; k < j; k++) {
          sum -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(Math.max(sum, ridge)) : sum / factor[j][j];
      }
      logDeterminant += 2 * Math.log(factor[i][i]);
    }
    return new Gaussian(mean, factor, logDeterminant);
  }

  /**
   * The squared Mahalanobis distance of a row of {@code points} from the mean.
   *
   * @param work d values of scratch
   */
  double squaredDistance(float[] points, int row, double[] work) {
    int d = mean.length;
    double total = 0;
    for (int i = 0; i < d; i++) {
      double sum = points[row * d + i] - mean[i];
      for (int k = 0; k < i; k++) {
        sum -= factor[i][k] * work[k];
      }
      work[i] = sum / factor[i][i];
      total += work[i] * work[i];
    }
    return total;
  }

  /** The logarithm of the density at a row of {@code points}. */
  double logDensity(float[] points, int row, double[] work) {
    return -0.5
        * (squaredDistance(points, row, work)
            + logDeterminant
            + mean.length * Math.log(2 * Math.PI));
  }
}
