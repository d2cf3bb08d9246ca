package org.cryodrgn.analysis.report;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.TextMatrix;

/** Points of latent space that volumes are wanted of: points x dimension, float32. */
public final class LatentPoints {

  private LatentPoints() {}

  /** A point. */
  public static float[] of(List<Double> values) {
    float[] point = new float[values.size()];
    for (int i = 0; i < point.length; i++) {
      point[i] = values.get(i).floatValue();
    }
    return point;
  }

  /**
   * Evenly spaced points of a straight line, both ends included.
   *
   * @param count at least 2
   */
  public static float[][] path(float[] start, float[] end, int count) {
    float[][] path = new float[count][start.length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < start.length; k++) {
        double step = ((double) end[k] - start[k]) / (count - 1);
        path[i][k] = (float) (i * step + start[k]);
      }
    }
    return path;
  }

  /**
   * The rows of a table, or the one point whose values are a column. A longer column, such as
   * indices of particles, is refused, though cryoDRGN would cut it into points.
   *
   * @param file for the error
   * @throws DataException if the values are no rows of that length
   */
  public static float[][] ofTable(TextMatrix table, int dimension, Path file) {
    if (table.columns() != dimension && table.values().length != dimension) {
      throw DataException.at(
          file,
          "",
          table.rows()
              + " rows of "
              + table.columns()
              + " values, but the model has zdim "
              + dimension,
          "Choose the file that was made for this model");
    }
    float[][] points = new float[table.values().length / dimension][dimension];
    for (int i = 0; i < table.values().length; i++) {
      points[i / dimension][i % dimension] = (float) table.values()[i];
    }
    return points;
  }
}
