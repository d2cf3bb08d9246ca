package org.cryodrgn.core.lattice;

import java.util.Arrays;

/**
 * The (D+1) x (D+1) points of the plane z = 0 that a symmetric Hartley transform of box D has its
 * values at; x and y run from -extent to extent, x fastest, the origin is the middle point.
 */
public final class Lattice {

  private final int side;
  private final double extent;
  private final float[] axis;

  /**
   * @param boxPlusOne D + 1, odd
   * @param extent the coordinate of the last row and column
   */
  public Lattice(int boxPlusOne, double extent) {
    if (boxPlusOne < 3 || boxPlusOne % 2 == 0) {
      throw new IllegalArgumentException("the side of a lattice must be odd, not " + boxPlusOne);
    }
    this.side = boxPlusOne;
    this.extent = extent;
    this.axis = new float[side];
    // Rounded as cryoDRGN's are: which pixels lie within a radius, and so the number of inputs of
    // a trained encoder, depends on the last bit.
    double step = 2 * extent / (side - 1);
    int middle = side / 2;
    for (int i = 0; i < middle; i++) {
      axis[i] = (float) (i * step - extent);
      axis[side - 1 - i] = -axis[i];
    }
  }

  /** The box size D. */
  public int box() {
    return side - 1;
  }

  /** The coordinate of the last row and column. */
  public double extent() {
    return extent;
  }

  /** The coordinate of each column, and of each row: D + 1 values. */
  public float[] axis() {
    return axis.clone();
  }

  /** Every pixel, in order: 0 .. (D+1)^2 - 1. */
  public int[] pixels() {
    int[] pixels = new int[side * side];
    Arrays.setAll(pixels, i -> i);
    return pixels;
  }

  /**
   * The pixels within a radius, without the origin. The k-th from the start is the negative of the
   * k-th from the end.
   *
   * @param radius in pixels, at most D/2
   * @return row-major indices, ascending
   */
  public int[] circularMask(double radius) {
    if (2 * radius + 1 > side) {
      throw new IllegalArgumentException("radius " + radius + " is beyond the lattice " + side);
    }
    double limit = radius / (side / 2) * extent;
    float squared = (float) (limit * limit);
    int origin = side * side / 2;
    int[] mask = new int[side * side];
    int count = 0;
    for (int pixel = 0; pixel < side * side; pixel++) {
      float x = axis[pixel % side];
      float y = axis[pixel / side];
      if (x * x + y * y <= squared && pixel != origin) {
        mask[count++] = pixel;
      }
    }
    return Arrays.copyOf(mask, count);
  }

  /**
   * The lattice of a smaller box with the same step between its points.
   *
   * @param boxPlusOne d + 1, odd
   */
  public Lattice downsampled(int boxPlusOne) {
    return new Lattice(boxPlusOne, extent * (boxPlusOne - 1) / (side - 1));
  }
}
