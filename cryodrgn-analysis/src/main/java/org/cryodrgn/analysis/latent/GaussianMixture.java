package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mixture of normal distributions, each with a covariance of its own, fitted to latents by
 * expectation maximisation: groups that are stretched or of unlike size, which k-means would cut.
 *
 * <p>It is begun from k-means and from random points, on a sample of at most {@link #SAMPLE}
 * points; the likeliest is then iterated on all.
 *
 * <p>Source: Dempster, Laird, Rubin, J. R. Stat. Soc. B 39 (1977).
 */
public final class GaussianMixture {
  private static final int STARTS = 8;
  private static final int SAMPLE = 20_000;
  private static final int MOST_ITERATIONS = 500;
  private static final double TOLERANCE = 1e-5;

  /** Added to variances, so that no component shrinks to a point; as scikit-learn does. */
  private static final double LEAST_VARIANCE = 1e-6;

  private static final int BLOCK = 1 << 12;

  private final float[] points;
  private final int dimension;
  private final int size;
  private final int[] labels;
  private double likelihood = Double.NEGATIVE_INFINITY;

  private GaussianMixture(float[] points, int dimension) {
    this.points = points;
    this.dimension = dimension;
    this.size = points.length / dimension;
    this.labels = new int[size];
  }

  /**
   * Fits a mixture; components are numbered by falling weight.
   *
   * @param points N x dimension, row-major
   * @param components K, from 1 to N
   */
  public static GaussianMixture fit(float[] points, int dimension, int components, long seed) {
    int n = Shape.rows(points, dimension);
    SplittableRandom random = new SplittableRandom(seed);
    float[] sample = n <= SAMPLE ? points : KMeans.sample(points, dimension, SAMPLE, random);
    GaussianMixture trial = new GaussianMixture(sample, dimension);
    int[] clusters = KMeans.cluster(sample, dimension, components, seed, share -> {}).labels();
    NormalComponent[] best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (int start = 0; start < STARTS; start++) {
      int[] groups = start == 0 ? clusters : trial.nearest(components, random);
      NormalComponent[] fitted = trial.iterate(trial.ofGroups(groups, components));
      if (best == null || trial.likelihood > most) {
        most = trial.likelihood;
        best = fitted;
      }
    }
    GaussianMixture all = new GaussianMixture(points, dimension);
    NormalComponent[] fitted = all.iterate(best);
    Arrays.sort(fitted, (a, b) -> Double.compare(b.weight(), a.weight()));
    all.expect(fitted);
    return all;
  }

  /** The likeliest component of each point, from 0. */
  public int[] labels() {
    return labels.clone();
  }

  /** The mean over all points of the logarithm of the mixture's density. */
  double logLikelihood() {
    return likelihood;
  }

  /** Groups of the points around random ones of them. */
  private int[] nearest(int groups, SplittableRandom random) {
    int[] centres = random.ints(groups, 0, size).toArray();
    int[] nearest = new int[size];
    for (int i = 0; i < size; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < groups; k++) {
        double sum = 0;
        for (int d = 0; d < dimension; d++) {
          double difference = points[i * dimension + d] - points[centres[k] * dimension + d];
          sum += difference * difference;
        }
        if (sum < least) {
          least = sum;
          nearest[i] = k;
        }
      }
    }
    return nearest;
  }

  private NormalComponent[] ofGroups(int[] groups, int components) {
    NormalComponent.Moments[] moments = moments(components);
    for (int i = 0; i < size; i++) {
      moments[groups[i]].add(points, i, 1);
    }
    return components(moments);
  }

  private NormalComponent[] iterate(NormalComponent[] start) {
    NormalComponent[] components = start;
    likelihood = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      double before = likelihood;
      NormalComponent.Moments[] moments = expect(components);
      if (likelihood - before < TOLERANCE) {
        break;
      }
      components = components(moments);
    }
    return components;
  }

  /** Labels the points and takes their moments, each point shared out among the components. */
  private NormalComponent.Moments[] expect(NormalComponent[] components) {
    int blocks = Blocks.count(size, BLOCK);
    NormalComponent.Moments[][] parts = new NormalComponent.Moments[blocks][];
    double[] sums = new double[blocks];
    Blocks.run(
        size,
        BLOCK,
        (block, from, to) -> {
          parts[block] = moments(components.length);
          double[] density = new double[components.length];
          double[] work = new double[dimension];
          for (int i = from; i < to; i++) {
            int best = 0;
            for (int k = 0; k < components.length; k++) {
              density[k] = components[k].logDensity(points, i, work);
              best = density[k] > density[best] ? k : best;
            }
            labels[i] = best;
            double most = density[best];
            double total = 0;
            for (int k = 0; k < components.length; k++) {
              density[k] = Math.exp(density[k] - most);
              total += density[k];
            }
            for (int k = 0; k < components.length; k++) {
              parts[block][k].add(points, i, density[k] / total);
            }
            sums[block] += most + Math.log(total);
          }
        });
    likelihood = Arrays.stream(sums).sum() / size;
    for (int block = 1; block < blocks; block++) {
      for (int k = 0; k < components.length; k++) {
        parts[0][k].add(parts[block][k]);
      }
    }
    return parts[0];
  }

  private NormalComponent.Moments[] moments(int components) {
    NormalComponent.Moments[] moments = new NormalComponent.Moments[components];
    Arrays.setAll(moments, k -> new NormalComponent.Moments(dimension));
    return moments;
  }

  private NormalComponent[] components(NormalComponent.Moments[] moments) {
    return Arrays.stream(moments)
        .map(each -> each.component(size, LEAST_VARIANCE))
        .toArray(NormalComponent[]::new);
  }
}
