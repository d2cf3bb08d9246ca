package org.cryodrgn.core.device;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tells where memory did not suffice, of what PyTorch fails with: its messages alone do. */
public final class EngineMemory {

  /** Of its own allocator, of the CUDA runtime, and of cuBLAS. */
  private static final Pattern OF_GPU =
      Pattern.compile("CUDA out of memory|CUDA error: out of memory|CUBLAS_STATUS_ALLOC_FAILED");

  private static final Pattern OF_CPU = Pattern.compile("DefaultCPUAllocator");

  private EngineMemory() {}

  /** A line for users; empty if a failure is another. */
  public static Optional<String> shortage(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (OF_GPU.matcher(message).find()) {
      return Optional.of(
          "out of memory: the GPU has no room left. Choose one that nobody else uses"
              + " (CUDA_VISIBLE_DEVICES), or take smaller batches (-b) or networks");
    }
    if (OF_CPU.matcher(message).find()) {
      return Optional.of(
          "out of memory: the system gives no more to PyTorch. Take smaller batches (-b) or"
              + " networks, or a machine that has more");
    }
    return Optional.empty();
  }
}
