package org.cryodrgn.core.device;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An owner of native arrays: what is made in it is freed when it closes.
 *
 * <p>DJL gives the result of an operation to the owner of its first operand; {@link #own} takes
 * over a result that a longer-lived operand would otherwise keep.
 */
public final class Scope implements AutoCloseable {

  /** PyTorch's number of the type. */
  private static final int FLOAT = 6;

  /** Bytes of a line of the cache. */
  private static final int LINE = 64;

  /** The most float32 values of a {@link #buffer}: Java's are below 2 GiB, with room to align. */
  public static final int LARGEST_BUFFER = (Integer.MAX_VALUE - 2 * LINE) / Float.BYTES;

  private static final TorchScript LOCKED = new TorchScript("x: Tensor", "torch.pin_memory(x)");

  private static final Map<Integer, TorchScript> COPIES = new ConcurrentHashMap<>();

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
   * Memory that arrays are made {@link #over}, in native byte order. What a GPU copies from while
   * Java goes on must not be moved by the system, and is this scope's; else it is Java's own. It
   * begins with a line of the cache, as the engine's own arrays do: MKL may add in another order
   * where operands lie otherwise ("Obtaining Numerically Reproducible Results", Intel's developer
   * guide), and a training can be repeated to the bit.
   *
   * @param values how many float32 values it holds, at most {@link #LARGEST_BUFFER}
   */
  public ByteBuffer buffer(long values) {
    if (!onGpu()) {
      int bytes = Math.toIntExact(values * Float.BYTES);
      // allocateDirect leaves it to chance where in a line the memory begins.
      ByteBuffer memory = ByteBuffer.allocateDirect(bytes + 2 * LINE);
      return memory.alignedSlice(LINE).slice(0, bytes).order(ByteOrder.nativeOrder());
    }
    try (NDArray pageable = manager.create(new Shape(values), DataType.FLOAT32, Device.cpu())) {
      NDArray locked = own(LOCKED.apply(pageable));
      return locked.toByteBuffer(true).order(ByteOrder.nativeOrder());
    }
  }

  /**
   * An array over a part of a direct buffer; on the CPU without a copy, so the buffer must stay as
   * it is for as long as the array is used. A GPU begins to copy what is in a {@link #buffer},
   * which must stay as it is until a result that depends on the array has been read.
   *
   * @param buffer float32 values in native byte order
   * @param first the first value
   * @param shape the array's shape, row-major
   */
  public NDArray over(ByteBuffer buffer, long first, long... shape) {
    Shape of = new Shape(shape);
    ByteBuffer part =
        buffer
            .slice((int) (first * Float.BYTES), (int) (of.size() * Float.BYTES))
            .order(ByteOrder.nativeOrder());
    if (!onGpu()) {
      return manager.create(part, of, DataType.FLOAT32);
    }
    try (NDArray here =
        JniUtils.createNdFromByteBuffer(
            (PtNDManager) manager, part, of, DataType.FLOAT32, SparseFormat.DENSE, Device.cpu())) {
      return copies(manager.getDevice().getDeviceId()).apply(here);
    }
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
    if (onGpu()) {
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
  public static FloatBuffer values(NDArray array) {
    if (!array.getDevice().isGpu()) {
      return array.toByteBuffer(true).asFloatBuffer();
    }
    // DJL would leave the copy that it makes on the CPU to the array's owner.
    try (NDArray copy = array.toDevice(Device.cpu(), true)) {
      return FloatBuffer.wrap(copy.toFloatArray());
    }
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

  private boolean onGpu() {
    return manager.getDevice().isGpu();
  }

  /** Frees everything made here. */
  @Override
  public void close() {
    Engine.closed(this);
    manager.close();
  }

  /** Copies to a GPU beside what else goes on. */
  private static TorchScript copies(int gpu) {
    return COPIES.computeIfAbsent(
        gpu,
        to ->
            new TorchScript(
                "x: Tensor",
                "torch.to(x, torch.device(\"cuda:%d\"), %d, True)".formatted(to, FLOAT)));
  }
}
