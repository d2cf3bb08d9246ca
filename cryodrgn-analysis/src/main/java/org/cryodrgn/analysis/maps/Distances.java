package org.cryodrgn.analysis.maps;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cryodrgn.core.parallel.Workers;

/**
 * Distances to the nearest voxel that holds 0, in voxels, in place. Every other voxel holds {@link
 * #FAR} before.
 */
final class Distances {

  /** Farther than any voxel of a volume can be, even squared. */
  static final float FAR = 1e9f;

  private Distances() {}

  /** Steps along the axes. */
  static void cityBlock(float[] values, int box, int threads) {
    alongAxes(
        values,
        box,
        threads,
        () ->
            line -> {
              for (int i = 1; i < box; i++) {
                line[i] = Math.min(line[i], line[i - 1] + 1);
              }
              for (int i = box - 2; i >= 0; i--) {
                line[i] = Math.min(line[i], line[i + 1] + 1);
              }
            });
  }

  /**
   * Squared straight distances: the lower envelope of parabolas along each axis (Felzenszwalb and
   * Huttenlocher, Theory of Computing 8, 2012).
   */
  static void squaredEuclidean(float[] values, int box, int threads) {
    alongAxes(
        values,
        box,
        threads,
        () -> {
          int[] roots = new int[box];
          double[] from = new double[box + 1];
          float[] heights = new float[box];
          return line -> envelope(line, roots, from, heights);
        });
  }

  private static void envelope(float[] line, int[] roots, double[] from, float[] heights) {
    int length = line.length;
    System.arraycopy(line, 0, heights, 0, length);
    int last = 0;
    roots[0] = 0;
    from[0] = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < length; i++) {
      double crossing = crossing(heights, roots[last], i);
      while (crossing <= from[last]) {
        last--;
        crossing = crossing(heights, roots[last], i);
      }
      last++;
      roots[last] = i;
      from[last] = crossing;
    }
    from[last + 1] = Double.POSITIVE_INFINITY;
    int parabola = 0;
    for (int i = 0; i < length; i++) {
      while (from[parabola + 1] < i) {
        parabola++;
      }
      int step = i - roots[parabola];
      line[i] = Math.min(FAR, heights[roots[parabola]] + (float) step * step);
    }
  }

  /** Where the parabola of j comes below that of i. */
  private static double crossing(float[] heights, int i, int j) {
    return ((double) heights[j] - heights[i] + (double) j * j - (double) i * i) / (2.0 * (j - i));
  }

  private static void alongAxes(
      float[] values, int box, int threads, Supplier<Consumer<float[]>> operation) {
    int plane = box * box;
    // Each axis: the step along the line, that between the lines of a task, that between tasks.
    int[][] axes = {{1, box, plane}, {box, 1, plane}, {plane, 1, box}};
    for (int[] axis : axes) {
      Workers.run(
          box,
          threads,
          () -> {
            Consumer<float[]> apply = operation.get();
            float[] line = new float[box];
            return task -> {
              for (int k = 0; k < box; k++) {
                int start = task * axis[2] + k * axis[1];
                for (int i = 0; i < box; i++) {
                  line[i] = values[start + i * axis[0]];
                }
                apply.accept(line);
                for (int i = 0; i < box; i++) {
                  values[start + i * axis[0]] = line[i];
                }
              }
            };
          });
    }
  }
}
