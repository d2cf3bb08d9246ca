package org.cryodrgn.io.torch;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** A tensor in memory, without a copy of the vector that it may be a part of. */
record HeldTensor(int[] shape, FloatBuffer values) implements Tensor {

  /** Checks that the values fill the shape. */
  HeldTensor {
    long count = 1;
    for (int length : shape) {
      count *= length;
    }
    if (count != values.remaining()) {
      throw new IllegalArgumentException(
          values.remaining() + " values for a tensor of shape " + Arrays.toString(shape));
    }
  }

  @Override
  public void copyTo(FloatBuffer vector, int offset) {
    vector.put(offset, values, values.position(), values.remaining());
  }

  @Override
  public boolean finite() {
    return finite(values);
  }

  /** Whether no value from the buffer's position to its limit is NaN or infinite. */
  static boolean finite(FloatBuffer values) {
    for (int i = values.position(); i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        return false;
      }
    }
    return true;
  }
}
