package org.cryodrgn.core.device;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what users can mend of what PyTorch fails with: its messages alone say what it was. */
public final class EngineFailure {

  /** Of its own allocator, of the CUDA runtime, and of cuBLAS. */
  private static final Pattern MEMORY_OF_GPU =
      Pattern.compile("CUDA out of memory|CUDA error: out of memory|CUBLAS_STATUS_ALLOC_FAILED");

  private static final Pattern MEMORY_OF_CPU = Pattern.compile("DefaultCPUAllocator");

  /** Up to the end of the line, behind which follows advice for programmers. */
  private static final Pattern OF_GPU = Pattern.compile("CUDA error: [^\\n]*");

  private EngineFailure() {}

  /** A line for users; empty if a failure is another. */
  public static Optional<String> line(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (MEMORY_OF_GPU.matcher(message).find()) {
      return Optional.of(
          "out of memory: the GPU has no room left. Choose one that nobody else uses"
              + " (CUDA_VISIBLE_DEVICES), or take smaller batches (-b) or networks");
    }
    if (MEMORY_OF_CPU.matcher(message).find()) {
      return Optional.of(
          "out of memory: the system gives no more to PyTorch. Take smaller batches (-b) or"
              + " networks, or a machine that has more");
    }
    Matcher ofGpu = OF_GPU.matcher(message);
    if (ofGpu.find()) {
      return Optional.of(
          "the GPU does not compute: "
              + ofGpu.group().strip()
              + ". Choose another one (CUDA_VISIBLE_DEVICES; empty for the CPU), or a PyTorch that"
              + " was made for it (CRYODRGN_LIBTORCH); --stacktrace shows where");
    }
    return Optional.empty();
  }
}
