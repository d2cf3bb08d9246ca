package org.cryodrgn.analysis.latent;

import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/**
 * k-means clustering of latents: {@link Lloyd}'s iterations from {@link KMeansStarts}, the best of
 * {@link #RESTARTS} runs.
 *
 * <p>The runs see a sample of at most {@link #SAMPLE} points; the best is then iterated on all, so
 * that millions of particles cost little more than a few passes.
 */
public final class KMeans {
  private static final int RESTARTS = 20;
  private static final int SAMPLE = 50_000;

  private KMeans() {}

  /**
   * Clusters the points; the numbering follows the average-linkage tree of the representatives.
   *
   * @param points N x dimension, row-major
   * @param clusters K, from 1 to N
   * @param progress told the share of the most that there may be to do, from 0 to 1
   */
  public static Clusters cluster(
      float[] points, int dimension, int clusters, long seed, DoubleConsumer progress) {
    int n = Shape.rows(points, dimension);
    if (clusters < 1 || clusters > n) {
      throw new IllegalArgumentException(clusters + " clusters asked of " + n + " particles");
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] sample = n <= SAMPLE ? points : sample(points, dimension, SAMPLE, random);
    int sampled = sample.length / dimension;
    double trialShare = (double) sampled / ((long) RESTARTS * sampled + n);
    KMeansStarts starts = new KMeansStarts(sample, dimension, clusters);
    Lloyd trial = new Lloyd(sample, dimension, clusters);
    double[][] best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int restart = 0; restart < RESTARTS; restart++) {
      double[][] means = trial.iterate(starts.next(random), share -> {});
      progress.accept((restart + 1) * trialShare);
      if (trial.inertia() < least || best == null) {
        least = trial.inertia();
        best = means;
      }
    }
    Lloyd all = new Lloyd(points, dimension, clusters);
    double[][] means =
        all.iterate(best, share -> progress.accept(1 - (1 - share) * (1 - RESTARTS * trialShare)));
    all.assign(means);
    int[] particles = NearestNeighbours.nearest(points, dimension, means);
    double[][] representatives = new double[clusters][dimension];
    for (int k = 0; k < clusters; k++) {
      for (int d = 0; d < dimension; d++) {
        representatives[k][d] = points[particles[k] * dimension + d];
      }
    }
    return new Clusters(all.labels(), means, particles).renumbered(LeafOrder.of(representatives));
  }

  /** {@code count} of the points (no more than N), one at random of each of as many stretches. */
  static float[] sample(float[] points, int dimension, int count, SplittableRandom random) {
    int n = points.length / dimension;
    float[] sample = new float[count * dimension];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * n / count);
      int to = (int) ((i + 1L) * n / count);
      System.arraycopy(
          points, random.nextInt(from, to) * dimension, sample, i * dimension, dimension);
    }
    return sample;
  }
}
