package org.cryodrgn.core.device;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PyTorch behind DJL on one device: the CPU, or one GPU of those that {@code CUDA_VISIBLE_DEVICES}
 * leaves. It is started once in a process; {@link #onAllGpus} gives the same on its other GPUs.
 *
 * <p>Native memory is owned by {@link Scope}s; {@link #liveArrays()} counts what they hold.
 */
public final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Set<Scope> OPEN = ConcurrentHashMap.newKeySet();

  /** GPUs from this compute capability on have products of bfloat16. */
  private static final int BFLOAT16_CAPABILITY = 8;

  private static Engine instance;

  private final ai.djl.engine.Engine djl;
  private final Device device;
  private final CudaDriver driver;

  /** The engine that was started, on a GPU of a driver. */
  Engine(Engine started, CudaDriver driver, int gpu) {
    djl = started.djl;
    this.driver = driver;
    device = Device.gpu(gpu);
  }

  private Engine(int threads, boolean gpuAllowed, Integer gpu) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.native_helper", NativeLibraries.class.getName());
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    checkNatives();
    try {
      djl = ai.djl.engine.Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      throw new DataException(
          "PyTorch's native libraries cannot be loaded: "
              + rootOf(e).getMessage()
              + ". Check CRYODRGN_LIBTORCH, or unset it to use the libraries that come along.",
          e);
    }
    JniUtils.setNumThreads(threads);
    JniUtils.setGradMode(false);
    driver = gpuAllowed ? usableDriver() : new CudaDriver(null);
    int gpus = driver.gpus();
    device = gpus == 0 ? Device.cpu() : Device.gpu(gpu == null ? 0 : Math.min(gpu, gpus - 1));
    if (gpu != null) {
      requireGpu(gpu);
    }
    prepareVectorFunctions();
    LOG.info("Engine: PyTorch {} on {}, threads: {}", djl.getVersion(), name(), threads);
  }

  /**
   * Starts the engine, once in a process; a later call returns the same one.
   *
   * @param threads threads of the engine's own pool, at least 1
   * @param gpuAllowed false to stay on the CPU although a GPU is there
   * @throws DataException if the native libraries cannot be loaded
   */
  public static synchronized Engine start(int threads, boolean gpuAllowed) {
    if (instance == null) {
      instance = new Engine(threads, gpuAllowed, null);
    }
    return instance;
  }

  /**
   * As {@link #start(int, boolean)}, on a GPU that the user names.
   *
   * @param gpu its number, from 0; null for the first, or the CPU if there is none
   * @throws DataException if there is no such GPU
   */
  public static synchronized Engine start(int threads, Integer gpu) {
    if (instance == null) {
      instance = new Engine(threads, true, gpu);
    } else if (gpu != null) {
      instance.requireGpu(gpu);
    }
    return instance;
  }

  /** The driver, if PyTorch can use its GPUs. */
  private CudaDriver usableDriver() {
    // Natives for the CPU have no use for CUDA's driver, which takes time and memory.
    String flavor = System.getenv("PYTORCH_FLAVOR");
    if (flavor != null && flavor.startsWith("cpu")) {
      return new CudaDriver(null);
    }
    CudaDriver found = CudaDriver.load();
    found
        .failure()
        .ifPresent(
            why ->
                LOG.warn("NVIDIA's driver is there but does not start ({}): the CPU is used", why));
    if (found.gpus() > 0 && !djl.hasCapability("CUDA")) {
      LOG.warn(
          "There is a GPU, but PyTorch {} ({}) cannot use it, perhaps because the driver is older"
              + " than its CUDA: the CPU is used",
          djl.getVersion(),
          flavor);
      return new CudaDriver(null);
    }
    return found;
  }

  /** DJL tells by the last cause alone which library was not found. */
  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  /**
   * Computes a first number, so that a GPU that PyTorch does not compute on (too new or too old for
   * it, or another's alone) is told before other work is done for it.
   *
   * @throws DataException if it does not compute
   */
  public void tryOut() {
    try (Scope scope = newScope()) {
      scope.zeros(1).addi(1).toFloatArray();
    } catch (RuntimeException e) {
      String line = EngineFailure.line(e).orElseThrow(() -> e);
      throw new DataException(name() + ": " + line, e);
    }
  }

  private void requireGpu(int gpu) {
    int gpus = driver.gpus();
    if (!device.equals(Device.gpu(gpu))) {
      throw new DataException(
          "--device "
              + gpu
              + ": there is no such GPU for this installation ("
              + (gpus == 0 ? "none is usable" : "they are 0 to " + (gpus - 1))
              + "). Leave out --device, or install the CUDA build of cryodrgn on a machine that"
              + " has it.");
    }
  }

  /** Whether arrays live on a GPU. */
  public boolean onGpu() {
    return device.isGpu();
  }

  /** Whether it runs on a CPU with AVX-512 that is not Intel's. */
  public boolean onForeignAvx512() {
    if (onGpu()) {
      return false;
    }
    Processor processor = Processor.ofMachine();
    return processor.avx512() && !processor.intel();
  }

  /** The engine on each GPU, this one's first; itself alone on the CPU. */
  public List<Engine> onAllGpus() {
    if (!onGpu()) {
      return List.of(this);
    }
    return IntStream.range(0, driver.gpus())
        .mapToObj(gpu -> gpu == device.getDeviceId() ? this : new Engine(this, driver, gpu))
        .sorted(Comparator.comparing(engine -> engine != this))
        .toList();
  }

  /** The lower precision that this device has fast products of; float32 on a CPU. */
  public Precision mixedPrecision() {
    if (!onGpu()) {
      return Precision.FLOAT32;
    }
    int capability = driver.capability(device.getDeviceId());
    if (capability == 0) {
      LOG.warn("The driver does not tell the compute capability of {}: float16 is used", name());
    }
    return capability >= BFLOAT16_CAPABILITY ? Precision.BFLOAT16 : Precision.FLOAT16;
  }

  private String name() {
    int gpu = device.getDeviceId();
    return onGpu() ? "GPU " + gpu + " (" + driver.name(gpu) + ")" : "the CPU";
  }

  /** A new owner of native memory. */
  public Scope newScope() {
    return new Scope(NDManager.newBaseManager(device, djl.getEngineName()));
  }

  /** The number of native arrays that open scopes hold, in the whole process. */
  public static int liveArrays() {
    return OPEN.stream().mapToInt(scope -> scope.manager().getManagedArrays().size()).sum();
  }

  /** The number of scopes that are open, in the whole process. */
  public static int openScopes() {
    return OPEN.size();
  }

  static void opened(Scope scope) {
    OPEN.add(scope);
  }

  static void closed(Scope scope) {
    OPEN.remove(scope);
  }

  /**
   * MKL chooses the kernel of a vector function at its first call in a process; of several threads
   * that make it at once, one may compute with half of the digits (PyTorch's issue 188792). So the
   * first call of each that the decoder uses is one thread's.
   */
  private void prepareVectorFunctions() {
    try (Scope scope = new Scope(NDManager.newBaseManager(Device.cpu(), djl.getEngineName()))) {
      NDArray angle = scope.zeros(1);
      angle.sin();
      angle.cos();
    }
  }

  private static void checkNatives() {
    String folder = System.getenv("PYTORCH_LIBRARY_PATH");
    if (folder != null && !Files.isDirectory(Path.of(folder))) {
      throw new DataException(
          "PyTorch's libraries are not at "
              + folder
              + " (PYTORCH_LIBRARY_PATH). Set CRYODRGN_LIBTORCH to the folder that holds"
              + " libtorch.so, or unset it.");
    }
  }
}
