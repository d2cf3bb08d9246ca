package org.cryodrgn.analysis.maps;

import org.cryodrgn.analysis.plot.ImageGrid;

/** Planes of a map D x D x D, z slowest. */
public final class Sections {

  private Sections() {}

  /**
   * The plane through voxel D/2 across each axis.
   *
   * @return 3 x D x D: across z (rows y, columns x), across y (z, x), across x (z, y)
   */
  public static float[] central(float[] map, int box) {
    float[] planes = new float[3 * box * box];
    int middle = box / 2;
    for (int row = 0; row < box; row++) {
      for (int column = 0; column < box; column++) {
        int at = row * box + column;
        planes[at] = map[(middle * box + row) * box + column];
        planes[box * box + at] = map[(row * box + middle) * box + column];
        planes[2 * box * box + at] = map[(row * box + column) * box + middle];
      }
    }
    return planes;
  }

  /** The central planes side by side. */
  public static ImageGrid grid(float[] map, int box) {
    float[] planes = central(map, box);
    ImageGrid grid = new ImageGrid(3);
    for (int axis = 0; axis < 3; axis++) {
      grid.add(planes, axis * box * box, box);
    }
    return grid;
  }

  /**
   * The sum of all planes across each axis, laid out as {@link #central}.
   *
   * @return 3 x D x D
   */
  public static float[] projections(float[] map, int box) {
    float[] sums = new float[3 * box * box];
    int plane = box * box;
    for (int i = 0; i < map.length; i++) {
      int x = i % box;
      int y = i / box % box;
      int z = i / plane;
      sums[y * box + x] += map[i];
      sums[plane + z * box + x] += map[i];
      sums[2 * plane + z * box + y] += map[i];
    }
    return sums;
  }
}
