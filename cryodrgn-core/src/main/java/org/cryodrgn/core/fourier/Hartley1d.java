package org.cryodrgn.core.fourier;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * The discrete Hartley transform of one row, H(k) = sum f(x) cas(2 pi k x / D), origin at element
 * 0. Keeps tables and a row of work space: one instance a thread.
 */
final class Hartley1d {

  private final int length;
  private final FloatFFT_1D fft;
  private final float[] packed;

  Hartley1d(int length) {
    this.length = length;
    this.fft = new FloatFFT_1D(length);
    this.packed = new float[length];
  }

  /** Transforms {@code values[offset .. offset + length)} in place. */
  void transform(float[] values, int offset) {
    System.arraycopy(values, offset, packed, 0, length);
    // Even lengths pack as Re 0, Re D/2, Re 1, Im 1, Re 2, Im 2, ...
    fft.realForward(packed, 0);
    int half = length / 2;
    values[offset] = packed[0];
    values[offset + half] = packed[1];
    for (int k = 1; k < half; k++) {
      float real = packed[2 * k];
      float imaginary = packed[2 * k + 1];
      values[offset + k] = real - imaginary;
      values[offset + length - k] = real + imaginary;
    }
  }
}
