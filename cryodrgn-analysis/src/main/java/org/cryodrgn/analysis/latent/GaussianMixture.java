package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Clusters by a mixture of normal distributions of full covariance, fitted by expectation
 * maximisation from k-means clusters (Dempster, Laird, Rubin 1977).
 *
 * <p>Written out as densities are kept as logarithms (in tens of dimensions their values underflow)
 * and nothing is allocated for a point; Commons Math does neither.
 */
public final class GaussianMixture {
  private static final int SAMPLE = 50_000;
  private static final int MOST_ITERATIONS = 200;
  private static final double TOLERANCE = 1e-4;
  private static final int BLOCK = 1 << 11;

  private final int dimension;
  private final Gaussian[] parts;
  private final double[] logWeights;

  private GaussianMixture(int dimension, int parts) {
    this.dimension = dimension;
    this.parts = new Gaussian[parts];
    this.logWeights = new double[parts];
  }

  /**
   * Clusters the points: each belongs to the part most likely to have made it. The numbering
   * follows the average-linkage tree of the means, as {@link KMeans}'s does.
   *
   * @param points N x dimension, row-major; the fit sees 50,000 of them where there are more
   * @param parts number of distributions, from 1 to N
   */
  public static Clusters cluster(float[] points, int dimension, int parts, long seed) {
    int n = Shape.rows(points, dimension);
    float[] sample = points;
    if (n > SAMPLE) {
      sample = KMeans.sample(points, dimension, SAMPLE, new SplittableRandom(seed));
    }
    GaussianMixture mixture = new GaussianMixture(dimension, parts);
    mixture.fit(sample, KMeans.cluster(sample, dimension, parts, seed).labels());
    int[] labels = new int[n];
    Blocks.run(
        n,
        BLOCK,
        (block, from, to) -> {
          double[] logs = new double[parts];
          double[] work = new double[dimension];
          for (int i = from; i < to; i++) {
            mixture.logJoint(points, i, logs, work);
            for (int k = 1; k < parts; k++) {
              labels[i] = logs[k] > logs[labels[i]] ? k : labels[i];
            }
          }
        });
    double[][] means = Arrays.stream(mixture.parts).map(Gaussian::mean).toArray(double[][]::new);
    int[] nearest = NearestNeighbours.nearest(points, dimension, means);
    return new Clusters(labels, means, nearest).renumbered(LeafOrder.of(means));
  }

  private void fit(float[] sample, int[] labels) {
    int n = labels.length;
    int count = parts.length;
    float[] shares = new float[n * count];
    for (int i = 0; i < n; i++) {
      shares[i * count + labels[i]] = 1;
    }
    maximise(sample, shares);
    double before = Double.NEGATIVE_INFINITY;
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double likelihood = expect(sample, shares);
      if (!(likelihood - before > TOLERANCE)) {
        return;
      }
      before = likelihood;
      maximise(sample, shares);
    }
  }

  /** The logarithm of weight times density of each part at a row of {@code points}. */
  private void logJoint(float[] points, int row, double[] logs, double[] work) {
    for (int k = 0; k < parts.length; k++) {
      logs[k] = logWeights[k] + parts[k].logDensity(points, row, work);
    }
  }

  /** Fills the parts' shares in each point; returns the mean log-likelihood. */
  private double expect(float[] sample, float[] shares) {
    int n = sample.length / dimension;
    int count = parts.length;
    double[] sums = new double[Blocks.count(n, BLOCK)];
    Blocks.run(
        n,
        BLOCK,
        (block, from, to) -> {
          double[] logs = new double[count];
          double[] work = new double[dimension];
          for (int i = from; i < to; i++) {
            logJoint(sample, i, logs, work);
            double largest = Arrays.stream(logs).max().orElseThrow();
            double total = 0;
            for (double log : logs) {
              total += Math.exp(log - largest);
            }
            for (int k = 0; k < count; k++) {
              shares[i * count + k] = (float) (Math.exp(logs[k] - largest) / total);
            }
            sums[block] += largest + Math.log(total);
          }
        });
    return Arrays.stream(sums).sum() / n;
  }

  /** Weights, means and covariances of the points by their shares. A part of no share stays. */
  private void maximise(float[] sample, float[] shares) {
    Blocks.run(parts.length, 1, (k, from, to) -> maximise(sample, shares, k));
  }

  private void maximise(float[] sample, float[] shares, int part) {
    int n = sample.length / dimension;
    int count = parts.length;
    double weight = 0;
    double[] mean = new double[dimension];
    for (int i = 0; i < n; i++) {
      double share = shares[i * count + part];
      weight += share;
      for (int d = 0; d < dimension; d++) {
        mean[d] += share * sample[i * dimension + d];
      }
    }
    if (weight < 1e-8 && parts[part] != null) {
      return;
    }
    weight = Math.max(weight, Double.MIN_NORMAL);
    for (int d = 0; d < dimension; d++) {
      mean[d] /= weight;
    }
    double[][] covariance = new double[dimension][dimension];
    double[] centred = new double[dimension];
    for (int i = 0; i < n; i++) {
      double share = shares[i * count + part] / weight;
      if (share == 0) {
        continue;
      }
      for (int d = 0; d < dimension; d++) {
        centred[d] = sample[i * dimension + d] - mean[d];
      }
      for (int a = 0; a < dimension; a++) {
        for (int b = 0; b <= a; b++) {
          covariance[a][b] += share * centred[a] * centred[b];
        }
      }
    }
    parts[part] = Gaussian.of(mean, covariance);
    logWeights[part] = Math.log(weight / n);
  }
}
