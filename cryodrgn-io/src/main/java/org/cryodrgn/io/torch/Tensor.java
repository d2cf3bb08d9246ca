package org.cryodrgn.io.torch;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor of float32, without a copy of the vector that it may be a part of.
 *
 * @param shape the length of each axis; empty for a single number
 * @param values the elements from its position to its limit, row-major; not consumed by the methods
 *     here
 */
public record Tensor(int[] shape, FloatBuffer values) {

  /** Checks that the values fill the shape. */
  public Tensor {
    long count = 1;
    for (int length : shape) {
      count *= length;
    }
    if (count != values.remaining()) {
      throw new IllegalArgumentException(
          values.remaining() + " values for a tensor of shape " + Arrays.toString(shape));
    }
  }

  /** All values of an array, which is kept, not copied. */
  public static Tensor of(float[] values, int... shape) {
    return new Tensor(shape, FloatBuffer.wrap(values));
  }

  /** The part of a vector that begins at an offset and fills the shape; kept, not copied. */
  public static Tensor slice(float[] vector, int offset, int... shape) {
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return new Tensor(shape, FloatBuffer.wrap(vector, offset, count).slice());
  }

  /** A single number. */
  public static Tensor scalar(double value) {
    return of(new float[] {(float) value});
  }

  /** The number of elements. */
  public int size() {
    return values.remaining();
  }

  /** A copy of the elements, row-major. */
  public float[] toArray() {
    float[] copy = new float[size()];
    copyTo(copy, 0);
    return copy;
  }

  /** Copies the elements into a vector, from an offset on. */
  public void copyTo(float[] target, int offset) {
    values.get(values.position(), target, offset, size());
  }
}
