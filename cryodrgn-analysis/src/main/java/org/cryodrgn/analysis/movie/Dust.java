package org.cryodrgn.analysis.movie;

import java.util.Arrays;

/** Small blobs of a map, which distract from the molecule. */
final class Dust {

  private final float[] values;
  private final int box;
  private final int[] steps;
  private final float level;
  private final boolean[] seen;
  private int[] blob = new int[1024];
  private int count;

  private Dust(float[] values, int box, float level) {
    this.values = values;
    this.box = box;
    this.steps = new int[] {1, box, box * box};
    this.level = level;
    this.seen = new boolean[values.length];
  }

  /**
   * Lowers every blob that reaches a level and extends over fewer voxels than a size along each
   * axis to just below the level. Voxels that touch by a face are of one blob.
   *
   * @param values D x D x D, changed in place
   */
  static void remove(float[] values, int box, float level, double size) {
    Dust dust = new Dust(values, box, level);
    for (int start = 0; start < values.length; start++) {
      if (dust.isOfNewBlob(start)) {
        dust.collect(start);
        if (dust.extent() < size) {
          dust.lower();
        }
      }
    }
  }

  private boolean isOfNewBlob(int voxel) {
    return !seen[voxel] && values[voxel] >= level;
  }

  private void collect(int start) {
    count = 0;
    add(start);
    for (int next = 0; next < count; next++) {
      int voxel = blob[next];
      for (int step : steps) {
        int place = voxel / step % box;
        if (place > 0 && isOfNewBlob(voxel - step)) {
          add(voxel - step);
        }
        if (place < box - 1 && isOfNewBlob(voxel + step)) {
          add(voxel + step);
        }
      }
    }
  }

  private void add(int voxel) {
    seen[voxel] = true;
    if (count == blob.length) {
      blob = Arrays.copyOf(blob, 2 * count);
    }
    blob[count++] = voxel;
  }

  /** In voxels, along the axis where it is largest. */
  private int extent() {
    int extent = 0;
    for (int step : steps) {
      int low = box;
      int high = -1;
      for (int i = 0; i < count; i++) {
        int place = blob[i] / step % box;
        low = Math.min(low, place);
        high = Math.max(high, place);
      }
      extent = Math.max(extent, high - low + 1);
    }
    return extent;
  }

  private void lower() {
    for (int i = 0; i < count; i++) {
      values[blob[i]] = Math.nextDown(level);
    }
  }
}
