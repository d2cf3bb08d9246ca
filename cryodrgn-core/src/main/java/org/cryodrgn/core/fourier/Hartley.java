package org.cryodrgn.core.fourier;

/**
 * Centred Hartley transforms of volumes, H = Re F - Im F (those of images: {@link Hartley2d}), and
 * the symmetric layout of images' transforms: the origin of both spaces lies on element D/2,
 * rounded down, of each axis, the forward transform is unscaled.
 */
public final class Hartley {

  private Hartley() {}

  /** Transforms a volume D x D x D (z slowest) in place. */
  public static void forward3(float[] volume, int box, int threads) {
    Hartley3d.transform(volume, box, box / 2, 1f, threads);
  }

  /** The inverse of {@link #forward3}, in place: the same transform divided by D cubed. */
  public static void inverse3(float[] transform, int box, int threads) {
    Hartley3d.transform(transform, box, box / 2, (float) (1 / Math.pow(box, 3)), threads);
  }

  /**
   * The element of an axis at the negative frequency of another. Of an even D the first is its own,
   * and the same holds where the origin is element 0.
   */
  public static int mirror(int element, int box) {
    return (2 * (box / 2) - element + box) % box;
  }

  /** The side of the symmetric layout: D + 1, or D where that is odd and lacks no frequency. */
  public static int symmetricSide(int box) {
    return 2 * (box / 2) + 1;
  }

  /**
   * Makes a D x D transform symmetric about its origin: for an even D (D+1) x (D+1), the first row
   * and column repeated as the last, so that element k from the start is at the negative frequency
   * of element k from the end.
   *
   * @param transform D x D from {@code offset} on
   * @param symmetric where to put {@link #symmetricSide} squared values, from {@code
   *     symmetricOffset} on
   */
  public static void symmetrize(
      float[] transform, int offset, int box, float[] symmetric, int symmetricOffset) {
    int side = symmetricSide(box);
    for (int y = 0; y < side; y++) {
      int from = offset + (y % box) * box;
      int to = symmetricOffset + y * side;
      System.arraycopy(transform, from, symmetric, to, box);
      symmetric[to + side - 1] = transform[from + (side - 1) % box];
    }
  }

  /**
   * The D x D transform of a real image from a symmetric one. Of an even D the first and the last
   * row, and column, are one in it and are averaged, of the corners the first and the last: they
   * differ where a filter was applied, such as a shift, that is not the same at both, and so the
   * image is the real part of what the filter at the negative frequencies gives.
   */
  public static void fold(float[] symmetric, int box, float[] transform) {
    int side = symmetricSide(box);
    if (side == box) {
      System.arraycopy(symmetric, 0, transform, 0, box * box);
      return;
    }
    for (int y = 0; y < box; y++) {
      System.arraycopy(symmetric, y * side, transform, y * box, box);
      transform[y * box] = (symmetric[y * side] + symmetric[y * side + box]) / 2;
    }
    int last = box * side;
    for (int x = 1; x < box; x++) {
      transform[x] = (transform[x] + symmetric[last + x]) / 2;
    }
    transform[0] = (symmetric[0] + symmetric[last + box]) / 2;
  }

  /**
   * Where pixels of the symmetric layout lie in the D x D transform: gathering through this is
   * {@link #symmetrize} and masking in one step.
   *
   * @param pixels row-major indices into the symmetric layout
   * @return as many row-major indices into D x D
   */
  public static int[] symmetricSource(int[] pixels, int box) {
    int side = symmetricSide(box);
    int[] source = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int y = pixels[i] / side % box;
      int x = pixels[i] % side % box;
      source[i] = y * box + x;
    }
    return source;
  }
}
