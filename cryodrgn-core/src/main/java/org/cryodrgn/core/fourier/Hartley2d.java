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
    run(image, imageOffset, box, transform, transformOffset, 1f);
  }

  /**
   * The central d x d values of {@link #forward}: frequency 0 is at pixel (d/2, d/2). Columns that
   * have no part in them are not transformed.
   *
   * @param newBox d, at most D
   */
  void forwardCentre(float[] image, int imageOffset, int newBox, float[] centre) {
    run(image, imageOffset, newBox, centre, 0, 1f);
  }

  /** The inverse of {@link #forward}: the same transform divided by D squared. */
  public void inverse(float[] transform, int transformOffset, float[] image, int imageOffset) {
    run(transform, transformOffset, box, image, imageOffset, 1f / ((float) box * box));
  }

  private void run(float[] from, int fromOffset, int kept, float[] to, int toOffset, float scale) {
    System.arraycopy(from, fromOffset, work, 0, work.length);
    for (int y = 0; y < box; y++) {
      rows.transform(work, y * box);
    }
    int reach = kept / 2;
    if (box % 2 == 1) {
      columns(box / 2 - reach, box / 2 + reach + 1);
      foldOdd(kept, to, toOffset, 0.5f * scale);
    } else {
      columns(0, Math.min(reach + 1, box - reach));
      columns(box - reach, box);
      foldEven(kept, to, toOffset, 0.5f * scale);
    }
  }

  /** Transforms some columns of the work space. */
  private void columns(int from, int to) {
    transpose(work, 0, box, from, to, transposed);
    for (int x = from; x < to; x++) {
      rows.transform(transposed, x * box);
    }
    transpose(transposed, from, to, 0, box, work);
  }

  /** The half-box shift of the input is the factor (-1)^(kx+ky); that of the output, a swap. */
  private void foldEven(int kept, float[] to, int toOffset, float halfScale) {
    int reach = kept / 2;
    for (int j = 0; j < kept; j++) {
      int ky = (j - reach + box) % box;
      int row = ky * box;
      int mirrorRow = ((box - ky) % box) * box;
      float sign = ((ky & 1) == 0 ? halfScale : -halfScale);
      int out = toOffset + j * kept;
      for (int i = 0; i < reach; i++) {
        // kx runs from -reach up; its mirror is reach - i
        int mirror = reach - i;
        int kx = box - mirror;
        float s = (kx & 1) == 0 ? sign : -sign;
        to[out + i] = s * folded(row, mirrorRow, kx, mirror);
      }
      to[out + reach] = sign * 2 * work[row];
      for (int kx = 1; kx < kept - reach; kx++) {
        int mirror = box - kx;
        float s = (kx & 1) == 0 ? sign : -sign;
        to[out + reach + kx] = s * folded(row, mirrorRow, kx, mirror);
      }
    }
  }

  /** Rows and columns are centred already. */
  private void foldOdd(int kept, float[] to, int toOffset, float halfScale) {
    int first = box / 2 - kept / 2;
    for (int j = 0; j < kept; j++) {
      int y = first + j;
      int row = y * box;
      int mirrorRow = (box - 1 - y) * box;
      for (int i = 0; i < kept; i++) {
        int x = first + i;
        to[toOffset + j * kept + i] = halfScale * folded(row, mirrorRow, x, box - 1 - x);
      }
    }
  }

  private float folded(int row, int mirrorRow, int x, int mirror) {
    return work[row + mirror] + work[mirrorRow + x] + work[row + x] - work[mirrorRow + mirror];
  }

  /** Of a D x D array the values of some rows and columns, each to its place in another. */
  private void transpose(float[] from, int top, int bottom, int left, int right, float[] to) {
    for (int y0 = top; y0 < bottom; y0 += TILE) {
      int y1 = Math.min(bottom, y0 + TILE);
      for (int x0 = left; x0 < right; x0 += TILE) {
        int x1 = Math.min(right, x0 + TILE);
        for (int y = y0; y < y1; y++) {
          for (int x = x0; x < x1; x++) {
            to[x * box + y] = from[y * box + x];
          }
        }
      }
    }
  }
}
