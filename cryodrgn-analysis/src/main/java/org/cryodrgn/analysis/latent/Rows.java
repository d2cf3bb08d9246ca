package org.cryodrgn.analysis.latent;

import java.util.Arrays;

/** Rows and columns of points that lie in one row-major array, and values by their places. */
public final class Rows {
  private Rows() {}

  /** The values at some places, in the order of the places. */
  public static float[] pick(float[] values, int[] places) {
    return select(values, 1, places);
  }

  /**
   * Some rows of points.
   *
   * @param points N x dimension, row-major
   * @param rows from 0 to N - 1; repeats allowed
   * @return the rows in that order, row-major
   */
  public static float[] select(float[] points, int dimension, int[] rows) {
    float[] selected = new float[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(points, rows[i] * dimension, selected, i * dimension, dimension);
    }
    return selected;
  }

  /**
   * Each row as an array of its own.
   *
   * @param points N x dimension, row-major
   * @return N x dimension
   */
  public static float[][] split(float[] points, int dimension) {
    float[][] rows = new float[Shape.rows(points, dimension)][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(points, i * dimension, (i + 1) * dimension));
    return rows;
  }

  /**
   * Each column as an array of its own.
   *
   * @param points N x dimension, row-major
   * @return dimension x N
   */
  public static float[][] columns(float[] points, int dimension) {
    float[][] columns = new float[dimension][Shape.rows(points, dimension)];
    for (int i = 0; i < points.length; i++) {
      columns[i % dimension][i / dimension] = points[i];
    }
    return columns;
  }
}
