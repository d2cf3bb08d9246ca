package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/**
 * k-means clustering of latents: k-means++ starts with several candidates a centre, Lloyd's
 * iterations, the best of {@link #RESTARTS} runs.
 *
 * <p>The runs see a sample of at most {@link #SAMPLE} points; the best is then iterated on all, so
 * that millions of particles cost little more than a few passes.
 *
 * <p>Sources: Arthur, Vassilvitskii, SODA 2007; of the bounds that spare distances, without any
 * change of the result: Elkan, ICML 2003, Hamerly, SDM 2010.
 */
public final class KMeans {
  private static final int RESTARTS = 20;
  private static final int SAMPLE = 50_000;
  private static final int MOST_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-4;
  private static final int BLOCK = 1 << 12;

  /** Makes bounds a little narrower than rounding could make them. */
  private static final double ROUNDING = 1 - 1e-9;

  private final float[] points;
  private final int dimension;
  private final int size;
  private final int clusters;
  private final int[] labels;

  /** Of each point a distance that no centre but its own is nearer than. */
  private final double[] othersBeyond;

  /** The centres that labels and bounds are of; null before there are any. */
  private double[][] centres;

  private double inertia;

  private KMeans(float[] points, int dimension, int clusters) {
    this.points = points;
    this.dimension = dimension;
    this.size = points.length / dimension;
    this.clusters = clusters;
    this.labels = new int[size];
    this.othersBeyond = new double[size];
  }

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
    KMeans trial = new KMeans(sample, dimension, clusters);
    double trialShare = (double) trial.size / ((long) RESTARTS * trial.size + n);
    double[][] best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int restart = 0; restart < RESTARTS; restart++) {
      double[][] means = trial.iterate(trial.start(random), share -> {});
      progress.accept((restart + 1) * trialShare);
      if (trial.inertia < least || best == null) {
        least = trial.inertia;
        best = means;
      }
    }
    KMeans all = new KMeans(points, dimension, clusters);
    double[][] means =
        all.iterate(best, share -> progress.accept(1 - (1 - share) * (1 - RESTARTS * trialShare)));
    all.assign(means);
    int[] particles = NearestNeighbours.nearest(points, dimension, means);
    double[][] representatives = new double[clusters][dimension];
    for (int k = 0; k < clusters; k++) {
      all.copyPoint(particles[k], representatives[k]);
    }
    return new Clusters(all.labels, means, particles).renumbered(LeafOrder.of(representatives));
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

  /** Starting centres: each the best of several drawn with the squared distance as weight. */
  private double[][] start(SplittableRandom random) {
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
            lowered[i] = Math.min(nearest[i], squaredDistance(i, centre));
            sum += lowered[i];
          }
          sums[block] = sum;
        });
    return Arrays.stream(sums).sum();
  }

  /**
   * Lloyd's iterations until the sum of squared distances settles.
   *
   * @param progress told the share of the most iterations
   */
  private double[][] iterate(double[][] start, DoubleConsumer progress) {
    double[][] means = start;
    centres = null;
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      double[][] next = assign(means);
      if (!(before - inertia > TOLERANCE * TOLERANCE * inertia)) {
        break;
      }
      before = inertia;
      means = next;
      progress.accept((i + 1.0) / MOST_ITERATIONS);
    }
    return means;
  }

  /** Labels every point with its nearest centre; returns the means of the clusters so formed. */
  private double[][] assign(double[][] means) {
    int stride = dimension + 1;
    int blocks = Blocks.count(size, BLOCK);
    double[][] sums = new double[blocks][];
    double[] squares = new double[blocks];
    double moved = centres == null ? Double.POSITIVE_INFINITY : farthestMove(centres, means);
    centres = means;
    double[][] gaps = gaps(means);
    Blocks.run(
        size,
        BLOCK,
        (block, from, to) -> {
          double[] sum = new double[clusters * stride];
          double total = 0;
          for (int i = from; i < to; i++) {
            double least = squaredDistance(i, means[labels[i]]);
            othersBeyond[i] -= moved;
            if (!(othersBeyond[i] > 0 && least < othersBeyond[i] * othersBeyond[i])) {
              least = label(i, least, means, gaps);
            }
            total += least;
            for (int d = 0, s = labels[i] * stride, p = i * dimension; d < dimension; d++) {
              sum[s++] += points[p++];
            }
            sum[labels[i] * stride + dimension]++;
          }
          sums[block] = sum;
          squares[block] = total;
        });
    inertia = Arrays.stream(squares).sum();
    double[] sum = sums[0];
    for (int block = 1; block < blocks; block++) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += sums[block][j];
      }
    }
    double[][] next = new double[clusters][dimension];
    for (int k = 0; k < clusters; k++) {
      double count = sum[k * stride + dimension];
      for (int d = 0; d < dimension; d++) {
        next[k][d] = count > 0 ? sum[k * stride + d] / count : means[k][d];
      }
    }
    return next;
  }

  /**
   * Labels a point with its nearest centre, the first of equally near ones.
   *
   * @param own the squared distance to the centre that it is labelled with
   * @return the squared distance to the nearest
   */
  private double label(int point, double own, double[][] means, double[][] gaps) {
    int before = labels[point];
    double[] gap = gaps[before];
    double ownDistance = Math.sqrt(own);
    int best = before;
    double least = own;
    double second = Double.POSITIVE_INFINITY;
    double passedOver = Double.POSITIVE_INFINITY;
    for (int k = 0; k < clusters; k++) {
      if (k == before) {
        continue;
      }
      double beyond = gap[k] - ownDistance;
      if (ownDistance < ROUNDING * beyond) {
        passedOver = Math.min(passedOver, beyond);
        continue;
      }
      double distance = squaredDistance(point, means[k]);
      if (distance < least || distance == least && k < best) {
        second = least;
        least = distance;
        best = k;
      } else {
        second = Math.min(second, distance);
      }
    }
    labels[point] = best;
    othersBeyond[point] = ROUNDING * Math.min(Math.sqrt(second), passedOver);
    return least;
  }

  /**
   * How far each two centres are apart: by the triangle, a point near one is far from the other.
   */
  private double[][] gaps(double[][] means) {
    double[][] gaps = new double[clusters][clusters];
    for (int b = 0; b < clusters; b++) {
      for (int k = 0; k < clusters; k++) {
        gaps[b][k] = distance(means[b], means[k]);
      }
    }
    return gaps;
  }

  private static double farthestMove(double[][] from, double[][] to) {
    double farthest = 0;
    for (int k = 0; k < to.length; k++) {
      farthest = Math.max(farthest, distance(from[k], to[k]));
    }
    return farthest;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      double difference = a[d] - b[d];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  private double squaredDistance(int point, double[] centre) {
    double sum = 0;
    for (int d = 0, p = point * dimension; d < dimension; d++) {
      double difference = points[p++] - centre[d];
      sum += difference * difference;
    }
    return sum;
  }

  private void copyPoint(int point, double[] into) {
    for (int d = 0; d < dimension; d++) {
      into[d] = points[point * dimension + d];
    }
  }
}
