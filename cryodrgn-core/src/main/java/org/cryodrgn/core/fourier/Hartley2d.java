package org.cryodrgn.core.fourier;

/**
 * The centred Hartley transform of D x D images, H = Re F - Im F with the origin of both spaces at
 * pixel (D/2, D/2), D/2 rounded down. Rows and columns are transformed one after the other, which
 * gives the transform with the kernel cas(a) cas(b); its four mirror values make the one with cas(a
 * + b) (Bracewell, The Hartley Transform, 1986).
 *
 * <p>Keeps tables and one image of work space: one instance a thread.
 */
public final class Hartley2d {

  private static final int TILE = 16;

  private final int box;
  private final Hartley1d rows;
  private final float[] work;
  private final float[] transposed;

  /**
   * @param box the box size D
   */
  public Hartley2d(int box) {
    this(box, box / 2);
  }

  /**
   * @param box the box size D
   * @param origin the row and column of the image's origin; D/2 if D is even
   */
  Hartley2d(int box, int origin) {
    this.box = box;
    this.rows = new Hartley1d(box, origin);
    this.work = new float[box * box];
    this.transposed = new float[box * box];
  }

  /** The box size D. */
  public int box() {
    return box;
  }

  /**
   * Transforms one image. Input and output may be the same array and place.
   *
   * @param image holds D x D values, row-major (y slow), from {@code imageOffset} on
   * @param transform where to put D x D values (ky slow), from {@code transformOffset} on
   */
  public void forward(float[] image, int imageOffset, float[] transform, int transformOffset) {
    run(image, imageOffset, transform, transformOffset, 1f);
  }

  /** The inverse of {@link #forward}: the same transform divided by D squared. */
  public void inverse(float[] transform, int transformOffset, float[] image, int imageOffset) {
    run(transform, transformOffset, image, imageOffset, 1f / ((float) box * box));
  }

  private void run(float[] from, int fromOffset, float[] to, int toOffset, float scale) {
    System.arraycopy(from, fromOffset, work, 0, work.length);
    for (int y = 0; y < box; y++) {
      rows.transform(work, y * box);
    }
    transpose(work, transposed);
    for (int x = 0; x < box; x++) {
      rows.transform(transposed, x * box);
    }
    transpose(transposed, work);
    if (box % 2 == 0) {
      foldEven(to, toOffset, 0.5f * scale);
    } else {
      foldOdd(to, toOffset, 0.5f * scale);
    }
  }

  /** The half-box shift of the input is the factor (-1)^(kx+ky); that of the output, a swap. */
  private void foldEven(float[] to, int toOffset, float halfScale) {
    int half = box / 2;
    for (int j = 0; j < box; j++) {
      int ky = (j + half) % box;
      int row = ky * box;
      int mirrorRow = ((box - ky) % box) * box;
      float sign = ((ky & 1) == 0 ? halfScale : -halfScale);
      int out = toOffset + j * box;
      for (int i = 0; i < half; i++) {
        // kx = i + half runs from -half up; its mirror is half - i
        int kx = i + half;
        int mirror = half - i;
        float s = (kx & 1) == 0 ? sign : -sign;
        to[out + i] = s * folded(row, mirrorRow, kx, mirror);
      }
      to[out + half] = sign * 2 * work[row];
      for (int kx = 1; kx < half; kx++) {
        int mirror = box - kx;
        float s = (kx & 1) == 0 ? sign : -sign;
        to[out + half + kx] = s * folded(row, mirrorRow, kx, mirror);
      }
    }
  }

  /** Rows and columns are centred already. */
  private void foldOdd(float[] to, int toOffset, float halfScale) {
    for (int y = 0; y < box; y++) {
      int row = y * box;
      int mirrorRow = (box - 1 - y) * box;
      for (int x = 0; x < box; x++) {
        to[toOffset + row + x] = halfScale * folded(row, mirrorRow, x, box - 1 - x);
      }
    }
  }

  private float folded(int row, int mirrorRow, int x, int mirror) {
    return work[row + mirror] + work[mirrorRow + x] + work[row + x] - work[mirrorRow + mirror];
  }

  private void transpose(float[] from, float[] to) {
    for (int y0 = 0; y0 < box; y0 += TILE) {
      int y1 = Math.min(box, y0 + TILE);
      for (int x0 = 0; x0 < box; x0 += TILE) {
        int x1 = Math.min(box, x0 + TILE);
        for (int y = y0; y < y1; y++) {
          for (int x = x0; x < x1; x++) {
            to[x * box + y] = from[y * box + x];
          }
        }
      }
    }
  }
}
