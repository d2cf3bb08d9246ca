package org.cryodrgn.analysis.latent;

import java.util.Arrays;

/**
 * A symmetric weighted graph in compressed rows.
 *
 * @param offsets where each row begins in the other two arrays, N + 1 values
 * @param targets the node at the other end of each edge
 * @param weights the strength of each edge, in (0, 1]
 */
record FuzzyGraph(int[] offsets, int[] targets, float[] weights) {
  private static final int BLOCK = 1 << 12;
  private static final int BISECTIONS = 40;
  private static final double NEAR_TARGET = 1e-5;
  private static final double SMALLEST_WIDTH = 1e-3;

  /**
   * The fuzzy union of the points' local neighbourhoods: each point sees its neighbours with
   * exp(-(d - rho)/sigma), rho the distance to the nearest distinct one and sigma such that the sum
   * is log2(k + 1); an edge's weight is a + b - ab of its two views (McInnes 2018, algorithms 2,
   * 3).
   */
  static FuzzyGraph of(NearestNeighbours neighbours) {
    float[] union = unionWeights(neighbours, directedWeights(neighbours));
    int k = neighbours.count();
    int n = union.length / k;
    int[] targets = neighbours.indices();
    int[] offsets = new int[n + 1];
    for (int e = 0; e < union.length; e++) {
      if (union[e] != 0) {
        offsets[e / k + 1]++;
      }
      if (union[e] < 0) {
        offsets[targets[e] + 1]++;
      }
    }
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = Math.addExact(offsets[i + 1], offsets[i]);
    }
    int[] next = Arrays.copyOf(offsets, n);
    int[] ends = new int[offsets[n]];
    float[] weights = new float[offsets[n]];
    for (int e = 0; e < union.length; e++) {
      if (union[e] != 0) {
        int i = e / k;
        ends[next[i]] = targets[e];
        weights[next[i]++] = Math.abs(union[e]);
      }
      if (union[e] < 0) {
        int j = targets[e];
        ends[next[j]] = e / k;
        weights[next[j]++] = -union[e];
      }
    }
    return new FuzzyGraph(offsets, ends, weights);
  }

  private static float[] directedWeights(NearestNeighbours neighbours) {
    int k = neighbours.count();
    float[] distances = neighbours.distances();
    float[] weights = new float[distances.length];
    Blocks.run(
        distances.length / k,
        BLOCK,
        (block, from, to) -> {
          for (int i = from; i < to; i++) {
            fillRow(distances, weights, i * k, k);
          }
        });
    return weights;
  }

  private static void fillRow(float[] distances, float[] weights, int row, int k) {
    double rho = 0;
    double mean = 0;
    for (int j = row + k - 1; j >= row; j--) {
      mean += distances[j] / k;
      if (distances[j] > 0) {
        rho = distances[j];
      }
    }
    double target = Math.log(k + 1) / Math.log(2);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double sigma = Math.max(mean, Double.MIN_NORMAL);
    for (int i = 0; i < BISECTIONS; i++) {
      double sum = 0;
      for (int j = row; j < row + k; j++) {
        sum += membership(distances[j] - rho, sigma);
      }
      if (Math.abs(sum - target) < NEAR_TARGET) {
        break;
      }
      if (sum > target) {
        high = sigma;
        sigma = (low + high) / 2;
      } else {
        low = sigma;
        sigma = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : sigma * 2;
      }
    }
    sigma = Math.max(sigma, SMALLEST_WIDTH * mean);
    for (int j = row; j < row + k; j++) {
      weights[j] = (float) membership(distances[j] - rho, sigma);
    }
  }

  private static double membership(double beyond, double sigma) {
    return beyond <= 0 ? 1 : Math.exp(-beyond / sigma);
  }

  /** The weight of each edge; negative where only this end has it, so the other must be added. */
  private static float[] unionWeights(NearestNeighbours neighbours, float[] directed) {
    int k = neighbours.count();
    int[] targets = neighbours.indices();
    float[] union = new float[directed.length];
    Blocks.run(
        directed.length / k,
        BLOCK,
        (block, from, to) -> {
          for (int e = from * k; e < to * k; e++) {
            int back = targets[e] * k;
            int end = back + k;
            while (back < end && targets[back] != e / k) {
              back++;
            }
            float a = directed[e];
            union[e] = back < end ? a + directed[back] - a * directed[back] : -a;
          }
        });
    return union;
  }

  /** The number of nodes. */
  int size() {
    return offsets.length - 1;
  }

  /** The connected component of each node, numbered from 0 in the order of their first nodes. */
  int[] components() {
    int n = size();
    int[] component = new int[n];
    Arrays.fill(component, -1);
    int[] pending = new int[n];
    int found = 0;
    for (int first = 0; first < n; first++) {
      if (component[first] >= 0) {
        continue;
      }
      int depth = 0;
      pending[depth++] = first;
      component[first] = found;
      while (depth > 0) {
        int node = pending[--depth];
        for (int e = offsets[node]; e < offsets[node + 1]; e++) {
          if (component[targets[e]] < 0) {
            component[targets[e]] = found;
            pending[depth++] = targets[e];
          }
        }
      }
      found++;
    }
    return component;
  }

  /** The graph of some nodes (rising), which no edge may leave. */
  FuzzyGraph part(int[] nodes) {
    int[] starts = new int[nodes.length + 1];
    for (int i = 0; i < nodes.length; i++) {
      starts[i + 1] = starts[i] + offsets[nodes[i] + 1] - offsets[nodes[i]];
    }
    int[] ends = new int[starts[nodes.length]];
    float[] strengths = new float[ends.length];
    for (int i = 0; i < nodes.length; i++) {
      int from = offsets[nodes[i]];
      for (int e = 0; e < starts[i + 1] - starts[i]; e++) {
        ends[starts[i] + e] = Arrays.binarySearch(nodes, targets[from + e]);
        strengths[starts[i] + e] = weights[from + e];
      }
    }
    return new FuzzyGraph(starts, ends, strengths);
  }
}
