package org.cryodrgn.core.geometry;

import org.cryodrgn.core.lattice.Lattice;

/**
 * The central slices of a volume's transform that particle images are: lattice points (x, y, 0) as
 * row vectors times the pose's matrix. Safe for use by several threads.
 */
public final class Slice {

  private final float[] x;
  private final float[] y;

  /**
   * @param pixels which points of the lattice, row-major indices
   */
  public Slice(Lattice lattice, int[] pixels) {
    float[] axis = lattice.axis();
    x = new float[pixels.length];
    y = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      x[i] = axis[pixels[i] % axis.length];
      y[i] = axis[pixels[i] / axis.length];
    }
  }

  /** The number of points. */
  public int points() {
    return x.length;
  }

  /**
   * The coordinates of one slice.
   *
   * @param rotations nine values, row-major, from {@code rotation} on
   * @param coordinates where to put points x 3 values (x, y, z), from {@code offset} on
   */
  public void coordinates(double[] rotations, int rotation, float[] coordinates, int offset) {
    double xx = rotations[rotation];
    double xy = rotations[rotation + 1];
    double xz = rotations[rotation + 2];
    double yx = rotations[rotation + 3];
    double yy = rotations[rotation + 4];
    double yz = rotations[rotation + 5];
    for (int i = 0; i < x.length; i++) {
      int at = offset + 3 * i;
      coordinates[at] = (float) (x[i] * xx + y[i] * yx);
      coordinates[at + 1] = (float) (x[i] * xy + y[i] * yy);
      coordinates[at + 2] = (float) (x[i] * xz + y[i] * yz);
    }
  }
}
