import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;

/**
 * The rate at which the engine multiplies large square matrices in the precision that a training takes on this device,
 * the best of five rounds; prints "PRECISION TFLOP/s", on a CPU over the time of all its cores together. gpu.sh and
 * profile.sh call it. Environment: SIZE (8192; 1024 on a CPU, which is then known soon).
 */
class MatmulPeak {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int ROUNDS = 5;
  private static final int PRODUCTS = 20;

  public static void main(String[] arguments) {
    Engine engine = Engine.start(Runtime.getRuntime().availableProcessors(), true);
    String given = System.getenv("SIZE");
    int size = given != null ? Integer.parseInt(given) : engine.onGpu() ? 8192 : 1024;
    Precision precision = engine.mixedPrecision();
    double best = Double.POSITIVE_INFINITY;
    try (Scope scope = engine.newScope()) {
      NDArray values = scope.manager().randomNormal(new Shape(size, size));
      NDArray factor = precision.of(values);
      NDArray sink = scope.zeros(1, 1);
      // One round more than is counted: the first one loads kernels.
      for (int round = 0; round <= ROUNDS; round++) {
        long began = nanoTime(engine);
        for (int i = 0; i < PRODUCTS; i++) {
          try (NDArray product = factor.matMul(factor)) {
            if (i == PRODUCTS - 1) {
              // Products run beside Java until one of their numbers is asked for.
              sink.addi(product.get("0:1, 0:1")).toFloatArray();
            }
          }
        }
        best = round == 0 ? best : Math.min(best, (nanoTime(engine) - began) * 1e-9 / PRODUCTS);
      }
    }
    double rate = 2 * Math.pow(size, 3) / best * 1e-12;
    System.out.printf(Locale.US, "%s %.3f%n", precision.name().toLowerCase(Locale.ROOT), rate);
  }

  /** On a CPU that of the process: what else runs there does not count. */
  private static long nanoTime(Engine engine) {
    return engine.onGpu() ? System.nanoTime() : SYSTEM.getProcessCpuTime();
  }
}
