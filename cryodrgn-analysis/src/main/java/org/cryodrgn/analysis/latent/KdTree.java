package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;

/**
 * A balanced k-d tree in flat arrays: the points are copied in the order of the leaves, turned to
 * their principal axes first. The turn keeps distances and lets the splits follow the few
 * directions in which latents vary, so that search is exact and fast where the data, not the space,
 * are of low dimension.
 *
 * <p>Source: Friedman, Bentley, Finkel 1977.
 */
final class KdTree {
  private static final int LEAF = 12;
  private static final int BLOCK = 1 << 10;

  private final int size;
  private final int[] order;

  final int dimension;

  /** The points in the order of the leaves, along the principal axes. */
  final float[] points;

  /** Of each inner node, from 1; those of node i are 2 i and 2 i + 1. */
  final byte[] splitAxis;

  /** Where it is split: to the left are values below, to the right above. */
  final float[] splitValue;

  private KdTree(float[] rotated, int dimension) {
    this.dimension = dimension;
    this.size = rotated.length / dimension;
    int nodes = 1;
    while ((long) nodes * LEAF < size) {
      nodes *= 2;
    }
    this.splitAxis = new byte[nodes];
    this.splitValue = new float[nodes];
    this.order = new int[size];
    Arrays.setAll(order, i -> i);
    build(rotated, 1, 0, size);
    this.points = new float[rotated.length];
    for (int i = 0; i < size; i++) {
      System.arraycopy(rotated, order[i] * dimension, points, i * dimension, dimension);
    }
  }

  /**
   * Builds the tree.
   *
   * @param points N x dimension, row-major, N at least 2
   */
  static KdTree of(float[] points, int dimension) {
    if (dimension > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("latents of dimension " + dimension + " are not indexed");
    }
    return new KdTree(PrincipalComponents.fit(points, dimension).transform(points), dimension);
  }

  /** The number of points. */
  int size() {
    return size;
  }

  /** The row in the caller's data of each point in the order of the leaves; not to be changed. */
  int[] order() {
    return order;
  }

  /**
   * The points along the two widest principal axes (0 where there is one), N x 2, leaves' order.
   */
  float[] principalPlane() {
    float[] plane = new float[2 * size];
    for (int i = 0; i < size; i++) {
      for (int d = 0; d < Math.min(2, dimension); d++) {
        plane[2 * i + d] = points[i * dimension + d];
      }
    }
    return plane;
  }

  private void build(float[] rotated, int node, int from, int to) {
    if (node >= splitAxis.length) {
      return;
    }
    int axis = widestAxis(rotated, from, to);
    int middle = (from + to) >>> 1;
    select(rotated, axis, from, to - 1, middle);
    splitAxis[node] = (byte) axis;
    splitValue[node] = rotated[order[middle] * dimension + axis];
    build(rotated, 2 * node, from, middle);
    build(rotated, 2 * node + 1, middle, to);
  }

  private int widestAxis(float[] rotated, int from, int to) {
    int widest = 0;
    float width = -1;
    for (int axis = 0; axis < dimension; axis++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        float value = rotated[order[i] * dimension + axis];
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (high - low > width) {
        width = high - low;
        widest = axis;
      }
    }
    return widest;
  }

  /**
   * Reorders [low, high] so that the point at {@code k} is in its sorted place (Hoare's select).
   */
  private void select(float[] rotated, int axis, int low, int high, int k) {
    while (low < high) {
      float pivot = rotated[order[(low + high) >>> 1] * dimension + axis];
      int i = low;
      int j = high;
      while (i <= j) {
        while (rotated[order[i] * dimension + axis] < pivot) {
          i++;
        }
        while (rotated[order[j] * dimension + axis] > pivot) {
          j--;
        }
        if (i <= j) {
          int swap = order[i];
          order[i++] = order[j];
          order[j--] = swap;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        return;
      }
    }
  }

  /** As {@link #neighboursInOrder}, rows and indices as in the caller's data. */
  NearestNeighbours neighboursOfAll(int k, DoubleConsumer progress) {
    return asInData(neighboursInOrder(k, progress));
  }

  /**
   * The k nearest points of other groups of each point, rows and indices as in the caller's data.
   *
   * @param groups the group of each of the caller's points; k others or more to each group
   */
  NearestNeighbours neighboursOfOtherGroups(int k, int[] groups) {
    int[] inOrder = Arrays.stream(order).map(i -> groups[i]).toArray();
    return asInData(search(k, inOrder, share -> {}));
  }

  private NearestNeighbours asInData(NearestNeighbours inOrder) {
    int k = inOrder.count();
    int[] indices = new int[inOrder.indices().length];
    float[] distances = new float[indices.length];
    Blocks.run(
        size,
        BLOCK,
        (block, from, to) -> {
          for (int i = from; i < to; i++) {
            int row = order[i] * k;
            for (int j = 0; j < k; j++) {
              indices[row + j] = order[inOrder.indices()[i * k + j]];
              distances[row + j] = inOrder.distances()[i * k + j];
            }
          }
        });
    return new NearestNeighbours(k, indices, distances);
  }

  /**
   * The k nearest others of each point, rows and indices in the order of the leaves.
   *
   * @param progress told the share of the points that is done, from 0 to 1; from any thread
   */
  NearestNeighbours neighboursInOrder(int k, DoubleConsumer progress) {
    return search(k, null, progress);
  }

  /** Groups are in the order of the leaves; null: every point is a group of its own. */
  private NearestNeighbours search(int k, int[] groups, DoubleConsumer progress) {
    if (k < 1 || k >= size) {
      throw new IllegalArgumentException(k + " neighbours asked among " + size + " points");
    }
    if ((long) size * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          k + " neighbours of " + size + " points are more than one array holds; ask for fewer");
    }
    int[] indices = new int[size * k];
    float[] distances = new float[size * k];
    AtomicInteger done = new AtomicInteger();
    Blocks.run(
        size,
        BLOCK,
        (block, from, to) -> {
          KdSearch search = new KdSearch(this, k, groups, indices, distances);
          for (int i = from; i < to; i++) {
            search.run(i);
          }
          progress.accept((double) done.addAndGet(to - from) / size);
        });
    return new NearestNeighbours(k, indices, distances);
  }
}
