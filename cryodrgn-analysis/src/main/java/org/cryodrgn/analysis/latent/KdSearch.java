package org.cryodrgn.analysis.latent;

import java.util.Arrays;

/**
 * The nearest neighbours of the points of a {@link KdTree}, one query at a time; the best so far
 * lie sorted in the query's row of the result.
 *
 * <p>A search that has seen {@link #MOST_SEEN} points ends with the best found so far: on data
 * without structure in many dimensions a tree has nothing to prune by, and near neighbours in place
 * of the nearest are what index structures for that case give, too.
 *
 * <p>Source: incremental distances of Arya, Mount 1993.
 */
final class KdSearch {
  private static final int MOST_SEEN = 1 << 15;

  private final KdTree tree;
  private final float[] points;
  private final int dimension;
  private final int k;
  private final int[] groups;
  private final int[] indices;
  private final float[] distances;
  private final float[] query;
  private final float[] offset;
  private int self;
  private int row;
  private int seen;
  private float worst;

  /**
   * @param k neighbours of each point
   * @param groups of the points in the order of the leaves, whose own members are no neighbours;
   *     null: every point is a group of its own
   * @param indices N x k, in the order of the leaves, to be filled
   * @param distances as indices
   */
  KdSearch(KdTree tree, int k, int[] groups, int[] indices, float[] distances) {
    this.tree = tree;
    this.points = tree.points;
    this.dimension = tree.dimension;
    this.query = new float[dimension];
    this.offset = new float[dimension];
    this.k = k;
    this.groups = groups;
    this.indices = indices;
    this.distances = distances;
  }

  /** Fills the row of a point. */
  void run(int point) {
    self = point;
    row = point * k;
    seen = 0;
    worst = Float.POSITIVE_INFINITY;
    System.arraycopy(points, point * dimension, query, 0, dimension);
    Arrays.fill(offset, 0);
    Arrays.fill(distances, row, row + k, Float.POSITIVE_INFINITY);
    descend(1, 0, tree.size(), 0);
    for (int j = row; j < row + k; j++) {
      distances[j] = (float) Math.sqrt(distances[j]);
    }
  }

  private void descend(int node, int from, int to, float bound) {
    if (node >= tree.splitAxis.length) {
      scan(from, to);
      return;
    }
    int axis = tree.splitAxis[node];
    int middle = (from + to) >>> 1;
    float difference = query[axis] - tree.splitValue[node];
    boolean left = difference < 0;
    if (left) {
      descend(2 * node, from, middle, bound);
    } else {
      descend(2 * node + 1, middle, to, bound);
    }
    float before = offset[axis];
    float farther = bound - before * before + difference * difference;
    if (farther < worst && seen < MOST_SEEN) {
      offset[axis] = difference;
      if (left) {
        descend(2 * node + 1, middle, to, farther);
      } else {
        descend(2 * node, from, middle, farther);
      }
      offset[axis] = before;
    }
  }

  private void scan(int from, int to) {
    seen += to - from;
    for (int i = from, p = from * dimension; i < to; i++, p += dimension) {
      float sum = 0;
      for (int d = 0; d < dimension; d++) {
        float difference = query[d] - points[p + d];
        sum += difference * difference;
      }
      if (sum < worst && isOther(i)) {
        insert(i, sum);
      }
    }
  }

  private boolean isOther(int point) {
    return groups == null ? point != self : groups[point] != groups[self];
  }

  private void insert(int point, float distance) {
    int j = row + k - 1;
    while (j > row && distances[j - 1] > distance) {
      distances[j] = distances[j - 1];
      indices[j] = indices[j - 1];
      j--;
    }
    distances[j] = distance;
    indices[j] = point;
    worst = distances[row + k - 1];
  }
}
