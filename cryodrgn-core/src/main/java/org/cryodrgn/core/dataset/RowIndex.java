package org.cryodrgn.core.dataset;

import java.util.Arrays;

/** Finds a row by its values: rows sorted by their first value, searched within a tolerance. */
final class RowIndex {
  private final double[] rows;
  private final int width;
  private final double tolerance;
  private final double[] keys;
  private final int[] order;

  /** More candidates than these are not looked at: the answer is then "not found". */
  private static final int MOST = 100_000;

  /** Sorts rows of {@code width} values. */
  RowIndex(double[] rows, int width, double tolerance) {
    this.rows = rows;
    this.width = width;
    this.tolerance = tolerance;
    int count = rows.length / width;
    long[] packed = new long[count];
    for (int i = 0; i < count; i++) {
      // the sortable bits of a float32 above the row number
      int bits = Float.floatToIntBits((float) rows[i * width]);
      int sortable = bits ^ ((bits >> 31) & 0x7FFFFFFF);
      packed[i] = ((long) sortable << 32) | i;
    }
    Arrays.parallelSort(packed);
    keys = new double[count];
    order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) packed[i];
      keys[i] = rows[order[i] * width];
    }
  }

  /** Values of a row. */
  int width() {
    return width;
  }

  /** A row of the index that agrees with a given row, or -1. */
  int find(double[] given, int row) {
    double key = given[row * width];
    int low = lowerBound(key - 2 * tolerance);
    for (int i = low; i < keys.length && i < low + MOST; i++) {
      if (keys[i] > key + 2 * tolerance) {
        break;
      }
      if (same(given, row, rows, order[i], width, tolerance)) {
        return order[i];
      }
    }
    return -1;
  }

  private int lowerBound(double key) {
    int low = 0;
    int high = keys.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether two rows agree in every value to the tolerance; NaN agrees with nothing. */
  static boolean same(double[] a, int rowOfA, double[] b, int rowOfB, int width, double tolerance) {
    for (int k = 0; k < width; k++) {
      if (!(Math.abs(a[rowOfA * width + k] - b[rowOfB * width + k]) <= tolerance)) {
        return false;
      }
    }
    return true;
  }
}
