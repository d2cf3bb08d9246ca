package org.cryodrgn.analysis.selection;

import java.util.function.DoubleConsumer;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.cryodrgn.analysis.latent.NearestNeighbours;
import org.cryodrgn.analysis.latent.Percentiles;
import org.cryodrgn.analysis.latent.PrincipalComponents;

/** How far particles lie from the others in latent space. */
public enum Outliers {
  /**
   * The Mahalanobis distance from the mean: in standard deviations along each principal component.
   */
  MAHALANOBIS {
    @Override
    public float[] scores(float[] points, int dimension, DoubleConsumer progress) {
      PrincipalComponents pca = PrincipalComponents.fit(points, dimension);
      double[] variance = pca.explainedVariance();
      float[] along = pca.transform(points);
      float[] scores = new float[points.length / dimension];
      for (int i = 0; i < scores.length; i++) {
        double sum = 0;
        for (int d = 0; d < dimension; d++) {
          double score = along[i * dimension + d];
          // A direction without any spread says nothing.
          sum += variance[d] > 1e-12 * variance[0] ? score * score / variance[d] : 0;
        }
        scores[i] = (float) Math.sqrt(sum);
      }
      return scores;
    }

    @Override
    public double usualThreshold(int dimension) {
      return Math.sqrt(new ChiSquaredDistribution(dimension).inverseCumulativeProbability(0.999));
    }
  },

  /**
   * The mean distance to the 20 nearest neighbours, as the number of (robust) standard deviations
   * above the median of all particles; finds lone particles between and around clusters of any
   * form.
   */
  KNN {
    @Override
    public float[] scores(float[] points, int dimension, DoubleConsumer progress) {
      int n = points.length / dimension;
      float[] distances =
          NearestNeighbours.ofAll(points, dimension, Math.min(NEIGHBOURS, n - 1), progress)
              .meanDistances();
      double median = Percentiles.of(distances).at(50);
      float[] deviations = new float[n];
      for (int i = 0; i < n; i++) {
        deviations[i] = (float) Math.abs(distances[i] - median);
      }
      double spread = NORMAL * Percentiles.of(deviations).at(50);
      float[] scores = new float[n];
      for (int i = 0; i < n; i++) {
        scores[i] = (float) ((distances[i] - median) / Math.max(spread, Double.MIN_NORMAL));
      }
      return scores;
    }

    @Override
    public double usualThreshold(int dimension) {
      return 5;
    }
  };

  private static final int NEIGHBOURS = 20;

  /** The standard deviation of a normal distribution for each unit of median deviation. */
  private static final double NORMAL = 1.4826;

  /**
   * The score of each particle; the greater, the farther out.
   *
   * @param points N x dimension, row-major, N at least 2
   * @param progress told the share of the work that is done, if it is long; from any thread
   * @return N values
   */
  public abstract float[] scores(float[] points, int dimension, DoubleConsumer progress);

  /**
   * The score above which a particle is usually called an outlier: the 99.9 % quantile of the
   * chi-distribution for Mahalanobis distances, 5 for neighbours.
   */
  public abstract double usualThreshold(int dimension);
}
