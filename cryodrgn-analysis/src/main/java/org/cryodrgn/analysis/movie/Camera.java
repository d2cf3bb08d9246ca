package org.cryodrgn.analysis.movie;

import java.util.Locale;
import org.cryodrgn.io.mrc.MapPosition;
import org.cryodrgn.io.mrc.MrcVolume;

/**
 * Where a map is looked at from, as ChimeraX's {@code view matrix camera} has it: three rows of
 * four numbers, whose columns are the camera's axes to the right, up and backwards, and its place.
 * The horizontal field of view is 30 degrees, ChimeraX's own.
 *
 * @param matrix 12 numbers, row-major; places in Å
 */
record Camera(double[] matrix) {

  private static final double TANGENT = Math.tan(Math.toRadians(15));

  /**
   * Reads 12 numbers with commas between.
   *
   * @throws IllegalArgumentException if it is not that, or the axes are no rotation
   */
  static Camera parse(String text) {
    String[] words = text.strip().split("[,\\s]+");
    double[] matrix = new double[12];
    if (words.length != matrix.length) {
      throw new IllegalArgumentException(
          "a camera is 12 numbers with commas between (what ChimeraX prints for 'view matrix"
              + " camera'), not "
              + words.length);
    }
    for (int i = 0; i < matrix.length; i++) {
      try {
        matrix[i] = Double.parseDouble(words[i]);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + words[i] + "' is no number", e);
      }
    }
    Camera camera = new Camera(matrix);
    for (int a = 0; a < 3; a++) {
      for (int b = a; b < 3; b++) {
        double product = dot(camera.column(a), camera.column(b));
        if (!(Math.abs(product - (a == b ? 1 : 0)) < 0.02)) {
          throw new IllegalArgumentException(
              "the first three columns of the camera are no rotation: copy all 12 numbers");
        }
      }
    }
    return camera;
  }

  /** Looks along z from so far that what reaches a level fills a picture; else the whole map. */
  static Camera facing(MrcVolume map, float level, int width, int height) {
    int box = map.box();
    int[] low = {box, box, box};
    int[] high = {-1, -1, -1};
    for (int i = 0; i < map.values().length; i++) {
      if (map.values()[i] >= level) {
        int[] place = {i % box, i / box % box, i / box / box};
        for (int axis = 0; axis < 3; axis++) {
          low[axis] = Math.min(low[axis], place[axis]);
          high[axis] = Math.max(high[axis], place[axis]);
        }
      }
    }
    boolean empty = high[0] < 0;
    double[] centre = origin(map);
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      double from = empty ? 0 : low[axis];
      double to = empty ? box - 1 : high[axis];
      centre[axis] += 0.5 * (from + to) * voxel(map);
      // A voxel more: the surface lies outside of the voxels that it holds.
      square += Math.pow(0.5 * (to - from) + 1, 2);
    }
    double radius = Math.sqrt(square) * voxel(map);
    double away = radius / Math.sin(Math.atan(TANGENT * Math.min(1, (double) height / width)));
    return new Camera(
        new double[] {1, 0, 0, centre[0], 0, 1, 0, centre[1], 0, 0, 1, centre[2] + away});
  }

  /** Where a map's first voxel lies, Å: x, y, z. */
  static double[] origin(MrcVolume map) {
    MapPosition position = map.position().asOrigin(voxel(map));
    return new double[] {position.originX(), position.originY(), position.originZ()};
  }

  /** Å a voxel; 1 where a map does not tell. */
  static double voxel(MrcVolume map) {
    return map.pixelSize() > 0 ? map.pixelSize() : 1;
  }

  /** Column of the matrix: 0 to 2 the axes, 3 the place. */
  double[] column(int c) {
    return new double[] {matrix[c], matrix[4 + c], matrix[8 + c]};
  }

  /**
   * The direction, of length 1, that is seen at a place of the picture.
   *
   * @param x from -1 at the left to 1 at the right
   * @param y the same upwards, in units of half the width
   */
  double[] direction(double x, double y) {
    double[] right = column(0);
    double[] up = column(1);
    double[] back = column(2);
    double[] direction = new double[3];
    for (int i = 0; i < 3; i++) {
      direction[i] = TANGENT * (x * right[i] + y * up[i]) - back[i];
    }
    double length = Math.sqrt(dot(direction, direction));
    for (int i = 0; i < 3; i++) {
      direction[i] /= length;
    }
    return direction;
  }

  /** The numbers with commas between. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (double value : matrix) {
      text.append(text.length() == 0 ? "" : ",").append(String.format(Locale.US, "%.5g", value));
    }
    return text.toString();
  }

  static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
