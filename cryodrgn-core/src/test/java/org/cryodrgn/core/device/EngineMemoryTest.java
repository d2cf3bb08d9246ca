package org.cryodrgn.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineMemoryTest {

  /** A million times the memory that there is. */
  @Test
  void shortageOfTheMachineIsTold() {
    try (Scope scope = Engine.start(1, true).newScope()) {
      RuntimeException failure =
          assertThrows(RuntimeException.class, () -> scope.unset(1L << 30, 1L << 26));
      String line = EngineMemory.shortage(failure).orElseThrow();
      assertTrue(line.startsWith("out of memory: the "), line);
    }
  }

  /** The ends of messages of PyTorch 2.5, as its sources and its users' issues have them. */
  @Test
  void shortageOfAGpuIsToldFromOtherFailures() {
    String[] shortages = {
      "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 15.89 GiB",
      "The following operation failed in the TorchScript interpreter.\nTraceback of TorchScript"
          + " (most recent call last):\nRuntimeError: CUDA out of memory. Tried to allocate 512 MiB",
      "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported",
      "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
    };
    for (String message : shortages) {
      String line = EngineMemory.shortage(new IllegalStateException(message)).orElseThrow();
      assertTrue(line.startsWith("out of memory: the GPU has no room left"), line);
    }
    String another = "CUDA error: an illegal memory access was encountered";
    assertEquals(Optional.empty(), EngineMemory.shortage(new IllegalStateException(another)));
    assertEquals(Optional.empty(), EngineMemory.shortage(new IllegalStateException()));
  }
}
