package org.cryodrgn.analysis.latent;

import static org.cryodrgn.analysis.latent.NearestNeighbours.squaredDistance;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Centres for k-means to start from (k-means++): points, each the best of several candidates that
 * are drawn with the squared distance to the centres before as weight.
 *
 * <p>Source: Arthur, Vassilvitskii, SODA 2007.
 */
final class KMeansStarts {
  private static final int BLOCK = 1 << 12;

  private final float[] points;
  private final int dimension;
  private final int size;
  private final int clusters;

  /**
   * @param points N x dimension, row-major; not copied
   */
  KMeansStarts(float[] points, int dimension, int clusters) {
    this.points = points;
    this.dimension = dimension;
    this.size = points.length / dimension;
    this.clusters = clusters;
  }

  /** The next start: K x dimension. */
  double[][] next(SplittableRandom random) {
    double[][] means = new double[clusters][dimension];
    copyPoint(random.nextInt(size), means[0]);
    double[] nearest = new double[size];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    lower(nearest, means[0], nearest);
    int trials = 2 + (int) Math.log(clusters);
    double[] candidate = new double[dimension];
    double[] lowered = new double[size];
    double[] best = new double[size];
    for (int k = 1; k < clusters; k++) {
      double total = Arrays.stream(nearest).sum();
      double least = Double.POSITIVE_INFINITY;
      for (int trial = 0; trial < trials; trial++) {
        copyPoint(draw(nearest, total, random), candidate);
        double potential = lower(nearest, candidate, lowered);
        if (potential < least) {
          least = potential;
          System.arraycopy(candidate, 0, means[k], 0, dimension);
          double[] swap = best;
          best = lowered;
          lowered = swap;
        }
      }
      double[] swap = nearest;
      nearest = best;
      best = swap;
    }
    return means;
  }

  private int draw(double[] weights, double total, SplittableRandom random) {
    if (!(total > 0)) {
      return random.nextInt(size);
    }
    double left = random.nextDouble() * total;
    for (int i = 0; i < size; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return size - 1;
  }

  /** Squared distances to the nearest centre once {@code centre} is one of them; their sum. */
  private double lower(double[] nearest, double[] centre, double[] lowered) {
    double[] sums = new double[Blocks.count(size, BLOCK)];
    Blocks.run(
        size,
        BLOCK,
        (block, from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            lowered[i] = Math.min(nearest[i], squaredDistance(points, i * dimension, centre));
            sum += lowered[i];
          }
          sums[block] = sum;
        });
    return Arrays.stream(sums).sum();
  }

  private void copyPoint(int point, double[] into) {
    for (int d = 0; d < dimension; d++) {
      into[d] = points[point * dimension + d];
    }
  }
}
