package org.cryodrgn.io.torch;

import java.nio.FloatBuffer;

/**
 * A tensor that stays in its file until its values are wanted.
 *
 * @param shape the length of each axis
 * @param storage that it is a part of
 * @param first its first value in the storage, from which the others follow in row-major order
 */
record StoredTensor(int[] shape, TorchStorages.Storage storage, int first) implements Tensor {

  @Override
  public FloatBuffer values() {
    return FloatBuffer.wrap(toArray());
  }

  @Override
  public void copyTo(FloatBuffer vector, int offset) {
    storage.copy(first, vector.slice(offset, size()));
  }

  @Override
  public boolean finite() {
    return storage.finite() || HeldTensor.finite(values());
  }
}
