package org.cryodrgn.analysis.selection;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.TextMatrix;

/**
 * A region of a plane. The last corner is joined to the first; where the outline crosses itself, a
 * point lies inside if a ray from it crosses the outline an odd number of times.
 *
 * @param x of the corners, at least three
 * @param y of the corners
 */
record Polygon(double[] x, double[] y) {

  /**
   * Reads a text file with the x and y of one corner in each line.
   *
   * @throws DataException if there are fewer than three corners or not two columns
   */
  static Polygon read(Path file) {
    TextMatrix corners = TextMatrix.read(file);
    if (corners.columns() != 2 || corners.rows() < 3) {
      throw DataException.at(
          file,
          "",
          corners.rows() + " rows of " + corners.columns() + " numbers are no polygon",
          "Give x and y of three or more corners, one corner a line");
    }
    double[] x = new double[corners.rows()];
    double[] y = new double[corners.rows()];
    for (int i = 0; i < x.length; i++) {
      x[i] = corners.values()[2 * i];
      y[i] = corners.values()[2 * i + 1];
    }
    return new Polygon(x, y);
  }

  /** Whether a point lies inside; no point that is not finite does. */
  boolean contains(double px, double py) {
    boolean inside = false;
    for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
      if ((y[i] > py) != (y[j] > py) && px < (x[j] - x[i]) * (py - y[i]) / (y[j] - y[i]) + x[i]) {
        inside = !inside;
      }
    }
    return inside;
  }
}
