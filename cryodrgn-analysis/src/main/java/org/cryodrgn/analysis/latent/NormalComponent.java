package org.cryodrgn.analysis.latent;

/**
 * A normal distribution with a weight, as one of a {@link GaussianMixture}.
 *
 * @param weight share of all points
 * @param mean d values
 * @param factor d x d, lower triangle L of the covariance C = L L^T
 * @param logScale logarithm of weight / sqrt((2 pi)^d det C)
 */
record NormalComponent(double weight, double[] mean, double[][] factor, double logScale) {

  /** The logarithm of weight times density at a point; {@code work} takes d values. */
  double logDensity(float[] points, int point, double[] work) {
    int d = mean.length;
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double rest = points[point * d + i] - mean[i];
      for (int j = 0; j < i; j++) {
        rest -= factor[i][j] * work[j];
      }
      work[i] = rest / factor[i][i];
      sum += work[i] * work[i];
    }
    return logScale - 0.5 * sum;
  }

  /** Sums over points, each with a share, that a component is made of. */
  static final class Moments {
    private final double[] sum;
    private final double[][] products;
    private double count;

    Moments(int dimension) {
      sum = new double[dimension];
      products = new double[dimension][dimension];
    }

    void add(float[] points, int point, double share) {
      int d = sum.length;
      count += share;
      for (int i = 0; i < d; i++) {
        double value = share * points[point * d + i];
        sum[i] += value;
        for (int j = 0; j <= i; j++) {
          products[i][j] += value * points[point * d + j];
        }
      }
    }

    void add(Moments others) {
      count += others.count;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += others.sum[i];
        for (int j = 0; j <= i; j++) {
          products[i][j] += others.products[i][j];
        }
      }
    }

    /**
     * The component of these points, by Cholesky's decomposition of their covariance.
     *
     * @param all how many points there are in all components
     * @param leastVariance added to each variance
     */
    NormalComponent component(int all, double leastVariance) {
      int d = sum.length;
      // A component that has lost all points keeps a weight that no point can feel.
      double n = Math.max(count, Double.MIN_NORMAL);
      double[] mean = new double[d];
      double[][] factor = new double[d][d];
      double logScale = Math.log(n / all) - 0.5 * d * Math.log(2 * Math.PI);
      for (int i = 0; i < d; i++) {
        mean[i] = sum[i] / n;
        for (int j = 0; j <= i; j++) {
          double rest = products[i][j] / n - mean[i] * mean[j] + (i == j ? leastVariance : 0);
          for (int k = 0; k < j; k++) {
            rest -= factor[i][k] * factor[j][k];
          }
          factor[i][j] = i == j ? Math.sqrt(Math.max(rest, leastVariance)) : rest / factor[j][j];
        }
        logScale -= Math.log(factor[i][i]);
      }
      return new NormalComponent(n / all, mean, factor, logScale);
    }
  }
}
