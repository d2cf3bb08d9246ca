package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How far the k nearest in a view are near in the data: 1 - 2 / (N k (2N - 3k - 1)) times the sum
 * over them of how much their rank in the data exceeds k (Venna, Kaski 2001).
 */
final class Trustworthiness {
  private Trustworthiness() {}

  static double of(float[] data, int dimension, float[] view, int k) {
    int n = view.length / 2;
    double excess =
        IntStream.range(0, n)
            .parallel()
            .mapToDouble(
                i -> {
                  int[] near = ranked(data, dimension, i);
                  int[] rank = new int[n];
                  for (int r = 0; r < n - 1; r++) {
                    rank[near[r]] = r + 1;
                  }
                  return Arrays.stream(ranked(view, 2, i), 0, k)
                      .mapToDouble(j -> Math.max(0, rank[j] - k))
                      .sum();
                })
            .sum();
    return 1 - 2 * excess / ((double) n * k * (2.0 * n - 3 * k - 1));
  }

  /** All other points from the nearest on. */
  static int[] ranked(float[] points, int dimension, int of) {
    int n = points.length / dimension;
    double[] distance = new double[n];
    for (int j = 0; j < n; j++) {
      distance[j] = Samples.distance(points, dimension, of, j);
    }
    return IntStream.range(0, n)
        .filter(j -> j != of)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> distance[j]))
        .mapToInt(j -> j)
        .toArray();
  }
}
