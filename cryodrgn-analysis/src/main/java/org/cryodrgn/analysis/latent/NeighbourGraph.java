package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * Shortest paths from particle to particle over near neighbours, so that a path stays where there
 * are data. Edges lead from each point to its neighbours that are nearer than a length; their cost
 * is the Euclidean distance (Dijkstra 1959).
 */
public final class NeighbourGraph {
  private final NearestNeighbours neighbours;
  private final float longest;

  private NeighbourGraph(NearestNeighbours neighbours, float longest) {
    this.neighbours = neighbours;
    this.longest = longest;
  }

  /**
   * A way over the graph.
   *
   * @param nodes rows of the points, both ends included
   * @param length sum of the edges
   */
  public record Path(int[] nodes, double length) {}

  /**
   * Builds the graph. Both numbers count the point itself as its own first neighbour, as cryoDRGN
   * does.
   *
   * @param points N x dimension, row-major, N at least 2
   * @param mostNeighbours of a point, at least 2
   * @param meanNeighbours the longest edge is chosen so that points keep so many on average; 0
   *     keeps all edges
   * @param progress told the share of the points whose neighbours are found; from any thread
   */
  public static NeighbourGraph of(
      float[] points,
      int dimension,
      int mostNeighbours,
      double meanNeighbours,
      DoubleConsumer progress) {
    int n = Shape.rows(points, dimension);
    int k = Math.min(mostNeighbours, n) - 1;
    if (k < 1 || !(meanNeighbours >= 0)) {
      throw new IllegalArgumentException(
          "a neighbour graph needs two points and two neighbours or more");
    }
    NearestNeighbours neighbours = NearestNeighbours.ofAll(points, dimension, k, progress);
    float longest = Float.POSITIVE_INFINITY;
    if (meanNeighbours > 0) {
      float[] sorted = neighbours.distances().clone();
      Arrays.parallelSort(sorted);
      int kept = (int) Math.min((long) (n * meanNeighbours) - n, sorted.length);
      longest = kept < 1 ? 0 : sorted[kept - 1];
    }
    return new NeighbourGraph(neighbours, longest);
  }

  /** Edges are shorter than this. */
  public float longestEdge() {
    return longest;
  }

  /** The shortest path; empty if the graph does not join the two points. */
  public Optional<Path> shortest(int from, int to) {
    int k = neighbours.count();
    int n = neighbours.indices().length / k;
    double[] distance = new double[n];
    int[] previous = new int[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    distance[from] = 0;
    previous[from] = -1;
    Queue queue = new Queue(distance);
    queue.addOrRaise(from);
    while (!queue.isEmpty()) {
      int node = queue.poll();
      if (node == to) {
        return Optional.of(new Path(walkBack(previous, to), distance[to]));
      }
      for (int e = node * k; e < (node + 1) * k; e++) {
        float length = neighbours.distances()[e];
        int next = neighbours.indices()[e];
        if (length < longest && distance[node] + length < distance[next]) {
          distance[next] = distance[node] + length;
          previous[next] = node;
          queue.addOrRaise(next);
        }
      }
    }
    return Optional.empty();
  }

  private static int[] walkBack(int[] previous, int to) {
    int length = 0;
    for (int node = to; node >= 0; node = previous[node]) {
      length++;
    }
    int[] nodes = new int[length];
    for (int node = to; node >= 0; node = previous[node]) {
      nodes[--length] = node;
    }
    return nodes;
  }

  /** A binary heap of nodes by their distance, in which a node can be raised. */
  private static final class Queue {
    private final double[] distance;
    private final int[] place;
    private int[] heap = new int[1024];
    private int size;

    Queue(double[] distance) {
      this.distance = distance;
      this.place = new int[distance.length];
      Arrays.fill(place, -1);
    }

    boolean isEmpty() {
      return size == 0;
    }

    void addOrRaise(int node) {
      if (place[node] < 0) {
        if (size == heap.length) {
          heap = Arrays.copyOf(heap, 2 * size);
        }
        place[node] = size++;
      }
      int at = place[node];
      while (at > 0 && distance[node] < distance[heap[(at - 1) / 2]]) {
        put(heap[(at - 1) / 2], at);
        at = (at - 1) / 2;
      }
      put(node, at);
    }

    int poll() {
      int first = heap[0];
      place[first] = -1;
      int last = heap[--size];
      int at = 0;
      while (2 * at + 1 < size) {
        int child = 2 * at + 1;
        if (child + 1 < size && distance[heap[child + 1]] < distance[heap[child]]) {
          child++;
        }
        if (distance[last] <= distance[heap[child]]) {
          break;
        }
        put(heap[child], at);
        at = child;
      }
      if (size > 0) {
        put(last, at);
      }
      return first;
    }

    private void put(int node, int at) {
      heap[at] = node;
      place[node] = at;
    }
  }
}
