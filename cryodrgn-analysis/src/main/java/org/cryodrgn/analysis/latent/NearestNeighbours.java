package org.cryodrgn.analysis.latent;

import java.util.function.DoubleConsumer;

/**
 * The nearest points to points: one pass over the data for few queries, a {@link KdTree} when every
 * point asks for its neighbours. Distances are Euclidean.
 *
 * @param count neighbours of each point, k
 * @param indices N x k, each row from the nearest on; a point is not its own neighbour
 * @param distances N x k, to the points of {@code indices}
 */
public record NearestNeighbours(int count, int[] indices, float[] distances) {
  private static final int BLOCK = 1 << 14;

  /**
   * The {@code k} nearest other points of each point.
   *
   * @param points N x dimension, row-major, N greater than k
   * @param progress told the share of the points that is done, from 0 to 1; from any thread
   */
  public static NearestNeighbours ofAll(
      float[] points, int dimension, int k, DoubleConsumer progress) {
    return KdTree.of(points, dimension).neighboursOfAll(k, progress);
  }

  /**
   * The nearest data point of each query; the first of equally near ones.
   *
   * @param points N x dimension, row-major, N at least 1
   * @param queries Q x dimension, row-major
   * @return Q rows of {@code points}
   */
  public static int[] nearest(float[] points, int dimension, double[][] queries) {
    int n = Shape.rows(points, dimension);
    if (n == 0) {
      throw new IllegalArgumentException("no points to look for the nearest in");
    }
    int[] nearest = new int[queries.length];
    Blocks.run(queries.length, 1, (q, from, to) -> nearest[q] = nearest(points, queries[q]));
    return nearest;
  }

  private static int nearest(float[] points, double[] query) {
    int best = 0;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (int i = 0, p = 0; p < points.length; i++, p += query.length) {
      double distance = squaredDistance(points, p, query);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = i;
      }
    }
    return best;
  }

  /**
   * The number of data points nearer than {@code radius} to each query.
   *
   * @param points N x dimension, row-major
   * @param queries Q x dimension
   */
  public static int[] countWithin(
      float[] points, int dimension, double[][] queries, double radius) {
    Shape.rows(points, dimension);
    int[] counts = new int[queries.length];
    Blocks.run(
        queries.length,
        1,
        (q, from, to) -> {
          for (int p = 0; p < points.length; p += dimension) {
            if (squaredDistance(points, p, queries[q]) < radius * radius) {
              counts[q]++;
            }
          }
        });
    return counts;
  }

  /** The squared distance of the point that begins at {@code offset} to another. */
  static double squaredDistance(float[] points, int offset, double[] query) {
    double sum = 0;
    for (int d = 0; d < query.length; d++) {
      double difference = points[offset + d] - query[d];
      sum += difference * difference;
    }
    return sum;
  }

  /** The mean distance of each point to its neighbours, N values. */
  public float[] meanDistances() {
    float[] means = new float[indices.length / count];
    Blocks.run(
        means.length,
        BLOCK,
        (block, from, to) -> {
          for (int i = from; i < to; i++) {
            double sum = 0;
            for (int j = 0; j < count; j++) {
              sum += distances[i * count + j];
            }
            means[i] = (float) (sum / count);
          }
        });
    return means;
  }
}
