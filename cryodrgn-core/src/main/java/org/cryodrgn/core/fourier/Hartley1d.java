package org.cryodrgn.core.fourier;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * The discrete Hartley transform of one row, H(k) = sum f(x) cas(2 pi k x / D). The origin of both
 * is element 0 of a row of even length, which a sign and a swap centre afterwards; of odd length,
 * for which no sign would do, the origin of the row is as given and that of H element D/2.
 *
 * <p>Keeps tables and a row of work space: one instance a thread.
 */
final class Hartley1d {

  private final int length;
  private final int origin;
  private final FloatFFT_1D fft;
  private final float[] packed;

  /**
   * @param length D
   * @param origin the element of the row that is x = 0, if D is odd
   */
  Hartley1d(int length, int origin) {
    this.length = length;
    this.origin = length % 2 == 0 ? 0 : origin;
    this.fft = new FloatFFT_1D(length);
    this.packed = new float[length];
  }

  /** Transforms {@code values[offset .. offset + length)} in place. */
  void transform(float[] values, int offset) {
    System.arraycopy(values, offset + origin, packed, 0, length - origin);
    System.arraycopy(values, offset, packed, length - origin, origin);
    fft.realForward(packed, 0);
    if (length % 2 == 0) {
      unpackEven(values, offset);
    } else {
      unpackOdd(values, offset + length / 2);
    }
  }

  /** Even lengths pack as Re 0, Re D/2, Re 1, Im 1, Re 2, Im 2, ... */
  private void unpackEven(float[] values, int offset) {
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

  /** Odd lengths pack as Re 0, Im (D-1)/2, Re 1, Im 1, Re 2, Im 2, ..., Re (D-1)/2. */
  private void unpackOdd(float[] values, int middle) {
    int half = length / 2;
    values[middle] = packed[0];
    for (int k = 1; k <= half; k++) {
      float real = packed[2 * k];
      float imaginary = packed[k < half ? 2 * k + 1 : 1];
      values[middle + k] = real - imaginary;
      values[middle - k] = real + imaginary;
    }
  }
}
