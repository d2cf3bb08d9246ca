package org.cryodrgn.core.fourier;

/**
 * Centred Hartley transforms of volumes, H = Re F - Im F (those of images: {@link Hartley2d}), and
 * the symmetric layout of images' transforms: the origin of both spaces lies on element D/2 of each
 * axis, D is even, the forward transform is unscaled.
 */
public final class Hartley {

  private Hartley() {}

  /** Transforms a volume D x D x D (z slowest) in place. */
  public static void forward3(float[] volume, int box, int threads) {
    Hartley3d.transform(volume, box, 1f, threads);
  }

  /** The inverse of {@link #forward3}, in place: the same transform divided by D cubed. */
  public static void inverse3(float[] transform, int box, int threads) {
    Hartley3d.transform(transform, box, (float) (1 / Math.pow(box, 3)), threads);
  }

  /**
   * Makes a D x D transform symmetric about its origin: (D+1) x (D+1), the first row and column
   * repeated as the last, so that element k from the start is at the negative frequency of element
   * k from the end.
   *
   * @param transform D x D from {@code offset} on
   * @param symmetric where to put (D+1) x (D+1) values, from {@code symmetricOffset} on
   */
  public static void symmetrize(
      float[] transform, int offset, int box, float[] symmetric, int symmetricOffset) {
    int side = box + 1;
    for (int y = 0; y < side; y++) {
      int from = offset + (y % box) * box;
      int to = symmetricOffset + y * side;
      System.arraycopy(transform, from, symmetric, to, box);
      symmetric[to + box] = transform[from];
    }
  }

  /**
   * The D x D transform of a real image from a (D+1) x (D+1) one. The first and the last row, and
   * column, are one in it and are averaged, of the corners the first and the last: they differ
   * where a filter was applied, such as a shift, that is not the same at both, and so the image is
   * the real part of what the filter at the negative frequencies gives.
   */
  public static void fold(float[] symmetric, int box, float[] transform) {
    int side = box + 1;
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
   * Where pixels of the symmetric (D+1) x (D+1) lattice lie in the D x D transform: gathering
   * through this is {@link #symmetrize} and masking in one step.
   *
   * @param pixels row-major indices into (D+1) x (D+1)
   * @return as many row-major indices into D x D
   */
  public static int[] symmetricSource(int[] pixels, int box) {
    int side = box + 1;
    int[] source = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int y = pixels[i] / side % box;
      int x = pixels[i] % side % box;
      source[i] = y * box + x;
    }
    return source;
  }
}
