package org.cryodrgn.core.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/**
 * An owner of native arrays: what is made in it is freed when it closes.
 *
 * <p>DJL gives the result of an operation to the owner of its first operand; {@link #own} takes
 * over a result that a longer-lived operand would otherwise keep.
 */
public final class Scope implements AutoCloseable {

  private final NDManager manager;

  Scope(NDManager manager) {
    this.manager = manager;
    Engine.opened(this);
  }

  /** A scope that closes before this one. */
  public Scope child() {
    return new Scope(manager.newSubManager());
  }

  /** DJL's manager. */
  public NDManager manager() {
    return manager;
  }

  /**
   * An array over a part of a direct buffer; on the CPU without a copy, so the buffer must stay as
   * it is for as long as the array is used.
   *
   * @param buffer float32 values in native byte order
   * @param first the first value
   * @param shape the array's shape, row-major
   */
  public NDArray over(ByteBuffer buffer, long first, long... shape) {
    Shape of = new Shape(shape);
    ByteBuffer part = buffer.slice((int) (first * Float.BYTES), (int) (of.size() * Float.BYTES));
    return manager.create(part.order(ByteOrder.nativeOrder()), of, DataType.FLOAT32);
  }

  /** A float32 array with a copy of the values. */
  public NDArray of(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  /**
   * A float32 vector.
   *
   * @param fill puts its values into so many zeros; on the CPU they are the vector itself
   */
  public NDArray vector(long size, Consumer<FloatBuffer> fill) {
    if (manager.getDevice().isGpu()) {
      float[] values = new float[Math.toIntExact(size)];
      fill.accept(FloatBuffer.wrap(values));
      return of(values, size);
    }
    NDArray vector = zeros(size);
    fill.accept(values(vector));
    return vector;
  }

  /**
   * The values of an array, row-major: on the CPU its own memory, so they must not be read when the
   * array is freed.
   */
  public FloatBuffer values(NDArray array) {
    return array.getDevice().isGpu()
        ? FloatBuffer.wrap(array.toFloatArray())
        : array.toByteBuffer(true).asFloatBuffer();
  }

  /** A float32 array of whatever values; its memory is not touched before it is used. */
  public NDArray unset(long... shape) {
    return manager.create(new Shape(shape), DataType.FLOAT32);
  }

  /** A float32 array of zeros. */
  public NDArray zeros(long... shape) {
    return manager.zeros(new Shape(shape), DataType.FLOAT32);
  }

  /** Takes over an array from whatever owns it. */
  public NDArray own(NDArray array) {
    array.attach(manager);
    return array;
  }

  /** Frees everything made here. */
  @Override
  public void close() {
    Engine.closed(this);
    manager.close();
  }
}
