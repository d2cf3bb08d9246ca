package org.cryodrgn.core.fourier;

import java.util.Arrays;

/** Soft circular windows that take the corners off an image before it is transformed. */
public final class Window {

  /** Where cryoDRGN's window usually begins to fall, as a fraction of D/2. */
  public static final double INNER_RADIUS = 0.85;

  /** Where cryoDRGN's window has fallen to 0, as a fraction of D/2. */
  public static final double OUTER_RADIUS = 0.99;

  private Window() {}

  /**
   * What the pixels of an image are multiplied by before it is transformed: the window, if there is
   * one, and the sign.
   *
   * @param box the box size D
   * @param window whether the corners are taken off, falling to 0 at {@link #OUTER_RADIUS}
   * @param inner where the window begins to fall, as a fraction of D/2
   * @param invert whether the sign is changed
   * @return D x D, row-major
   */
  public static float[] signed(int box, boolean window, double inner, boolean invert) {
    float[] factors = new float[box * box];
    Arrays.fill(factors, 1);
    if (window) {
      factors = circular(box, inner, OUTER_RADIUS);
    }
    for (int i = 0; invert && i < factors.length; i++) {
      factors[i] = -factors[i];
    }
    return factors;
  }

  /**
   * A circular window centred on pixel (D/2, D/2), D/2 rounded down: 1 up to the inner radius,
   * falling linearly to 0 at the outer radius. Equal radii make a hard edge that keeps the radius
   * itself.
   *
   * @param box the box size D, above 1
   * @param inner the inner radius as a fraction of D/2
   * @param outer the outer radius as a fraction of D/2, not below the inner
   * @return D x D, row-major
   */
  public static float[] circular(int box, double inner, double outer) {
    if (inner > outer) {
      throw new IllegalArgumentException("inner radius " + inner + " beyond the outer " + outer);
    }
    int half = box / 2;
    float[] window = new float[box * box];
    for (int y = 0; y < box; y++) {
      for (int x = 0; x < box; x++) {
        double radius = Math.hypot(x - half, y - half) / half;
        window[y * box + x] =
            inner == outer
                ? (radius <= outer ? 1 : 0)
                : (float) Math.max(0, Math.min(1, 1 - (radius - inner) / (outer - inner)));
      }
    }
    return window;
  }
}
