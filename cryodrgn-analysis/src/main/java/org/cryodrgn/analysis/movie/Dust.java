package org.cryodrgn.analysis.movie;

import java.util.Arrays;

/** Small blobs of a map, which distract from the molecule. */
final class Dust {

  private Dust() {}

  /**
   * Lowers every blob that reaches a level and extends over fewer voxels than a size along each
   * axis to just below the level. Voxels that touch by a face are of one blob.
   *
   * @param values D x D x D, changed in place
   */
  static void remove(float[] values, int box, float level, double size) {
    boolean[] seen = new boolean[values.length];
    int[] blob = new int[1024];
    int[] steps = {1, box, box * box};
    for (int start = 0; start < values.length; start++) {
      if (seen[start] || values[start] < level) {
        continue;
      }
      int count = 0;
      int[] low = {box, box, box};
      int[] high = {-1, -1, -1};
      blob[count++] = start;
      seen[start] = true;
      for (int next = 0; next < count; next++) {
        int at = blob[next];
        for (int axis = 0; axis < 3; axis++) {
          int place = at / steps[axis] % box;
          low[axis] = Math.min(low[axis], place);
          high[axis] = Math.max(high[axis], place);
          for (int side = -1; side <= 1; side += 2) {
            int beside = at + side * steps[axis];
            if (place + side >= 0
                && place + side < box
                && !seen[beside]
                && values[beside] >= level) {
              seen[beside] = true;
              if (count == blob.length) {
                blob = Arrays.copyOf(blob, 2 * count);
              }
              blob[count++] = beside;
            }
          }
        }
      }
      int extent = 0;
      for (int axis = 0; axis < 3; axis++) {
        extent = Math.max(extent, high[axis] - low[axis] + 1);
      }
      for (int i = 0; i < count && extent < size; i++) {
        values[blob[i]] = Math.nextDown(level);
      }
    }
  }
}
