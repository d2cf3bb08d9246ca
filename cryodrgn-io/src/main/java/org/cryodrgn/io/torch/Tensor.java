package org.cryodrgn.io.torch;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** A tensor of float32: in memory, or in the file that it was read from. */
public sealed interface Tensor permits HeldTensor, StoredTensor {

  /** All values of an array, which is kept, not copied. */
  static Tensor of(float[] values, int... shape) {
    return new HeldTensor(shape, FloatBuffer.wrap(values));
  }

  /** The part of a vector that begins at an offset and fills the shape; kept, not copied. */
  static Tensor slice(FloatBuffer vector, int offset, int... shape) {
    return new HeldTensor(shape, vector.slice(offset, size(shape)));
  }

  /** A single number. */
  static Tensor scalar(double value) {
    return of(new float[] {(float) value});
  }

  /** The number of elements of a shape. */
  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The length of each axis; empty for a single number. */
  int[] shape();

  /**
   * The elements from the buffer's position to its limit, row-major; not to be changed. Those of a
   * file are read each time.
   *
   * @throws org.cryodrgn.io.DataException if the file is not what it was
   */
  FloatBuffer values();

  /**
   * Copies the elements into a vector, from an offset on.
   *
   * @throws org.cryodrgn.io.DataException if the file is not what it was
   */
  void copyTo(FloatBuffer vector, int offset);

  /** Whether no element is NaN or infinite. */
  boolean finite();

  /** The number of elements. */
  default int size() {
    return size(shape());
  }

  /** A copy of the elements, row-major. */
  default float[] toArray() {
    float[] copy = new float[size()];
    copyTo(FloatBuffer.wrap(copy), 0);
    return copy;
  }
}
