package org.cryodrgn.analysis.latent;

import static org.cryodrgn.analysis.latent.NearestNeighbours.squaredDistance;

import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * Lloyd's iterations from centres to the means of the points nearest to them. Bounds spare most
 * distances, without any change of the result.
 *
 * <p>Sources of the bounds: Elkan, ICML 2003; Hamerly, SDM 2010.
 */
final class Lloyd {
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

  /**
   * @param points N x dimension, row-major; not copied
   */
  Lloyd(float[] points, int dimension, int clusters) {
    this.points = points;
    this.dimension = dimension;
    this.size = points.length / dimension;
    this.clusters = clusters;
    this.labels = new int[size];
    this.othersBeyond = new double[size];
  }

  /** The cluster of each point, N values, as last assigned; not copied. */
  int[] labels() {
    return labels;
  }

  /** The sum of squared distances of the points to the centres that they were last assigned to. */
  double inertia() {
    return inertia;
  }

  /**
   * Iterates until the sum of squared distances settles.
   *
   * @param start K x dimension
   * @param progress told the share of the most iterations
   */
  double[][] iterate(double[][] start, DoubleConsumer progress) {
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
  double[][] assign(double[][] means) {
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
            double least = squaredDistance(points, i * dimension, means[labels[i]]);
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
      double distance = squaredDistance(points, point * dimension, means[k]);
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
}
