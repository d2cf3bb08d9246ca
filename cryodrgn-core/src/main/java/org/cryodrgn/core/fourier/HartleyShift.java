package org.cryodrgn.core.fourier;

/**
 * Shifts images in Fourier space: H'(k) = cos(2 pi k.t) H(k) + sin(2 pi k.t) H(-k), which moves the
 * image by +t pixels. Works on any list of pixels of the symmetric layout ({@link
 * Hartley#symmetrize}) whose k-th from the start is the negative of the k-th from the end: all of
 * them or a circular mask.
 *
 * <p>Keeps tables: one instance a thread.
 */
public final class HartleyShift {

  private final int box;
  private final int count;
  private final int[] columns;
  private final int[] rows;
  private final float[] cosX;
  private final float[] sinX;
  private final float[] cosY;
  private final float[] sinY;

  /**
   * @param pixels row-major indices into the symmetric layout, point symmetric
   * @param box the box size D
   */
  public HartleyShift(int[] pixels, int box) {
    this.box = box;
    int side = Hartley.symmetricSide(box);
    count = pixels.length;
    int half = count / 2;
    columns = new int[half];
    rows = new int[half];
    for (int i = 0; i < half; i++) {
      if (pixels[i] + pixels[count - 1 - i] != side * side - 1) {
        throw new IllegalArgumentException("pixel " + i + " lacks its mirror at the end");
      }
      columns[i] = pixels[i] % side;
      rows[i] = pixels[i] / side;
    }
    cosX = new float[side];
    sinX = new float[side];
    cosY = new float[side];
    sinY = new float[side];
  }

  /**
   * The shift in pixels that a pose's fraction of the box stands for in cryoDRGN, whose box at this
   * point is the side of the lattice, D + 1.
   */
  public static double pixels(double fraction, int box) {
    return fraction * (box + 1);
  }

  /**
   * Shifts one transform. Input and output may be the same array and place.
   *
   * @param values Hartley values at the pixels, from {@code offset} on
   * @param x the first component of t, pixels
   * @param y the second component of t, pixels
   * @param shifted where to put as many values, from {@code shiftedOffset} on
   */
  public void shift(
      float[] values, int offset, double x, double y, float[] shifted, int shiftedOffset) {
    tabulate(x, cosX, sinX);
    tabulate(y, cosY, sinY);
    int last = count - 1;
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      int row = rows[i];
      float cos = cosX[column] * cosY[row] - sinX[column] * sinY[row];
      float sin = sinX[column] * cosY[row] + cosX[column] * sinY[row];
      float value = values[offset + i];
      float mirror = values[offset + last - i];
      shifted[shiftedOffset + i] = cos * value + sin * mirror;
      shifted[shiftedOffset + last - i] = cos * mirror - sin * value;
    }
    if (count % 2 == 1) {
      shifted[shiftedOffset + count / 2] = values[offset + count / 2];
    }
  }

  private void tabulate(double shift, float[] cos, float[] sin) {
    for (int i = 0; i < cos.length; i++) {
      double phase = 2 * Math.PI * shift * (i - box / 2) / box;
      cos[i] = (float) Math.cos(phase);
      sin[i] = (float) Math.sin(phase);
    }
  }
}
