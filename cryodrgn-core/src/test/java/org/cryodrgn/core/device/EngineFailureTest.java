package org.cryodrgn.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineFailureTest {

  /** A million times the memory that there is. */
  @Test
  void shortageOfTheMachineIsTold() {
    try (Scope scope = Engine.start(1, true).newScope()) {
      RuntimeException failure =
          assertThrows(RuntimeException.class, () -> scope.unset(1L << 30, 1L << 26));
      String line = EngineFailure.line(failure).orElseThrow();
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
      String line = EngineFailure.line(new IllegalStateException(message)).orElseThrow();
      assertTrue(line.startsWith("out of memory: the GPU has no room left"), line);
    }
  }

  /** As PyTorch 2.5 builds them (c10/cuda/CUDAException.cpp) and wraps those of its language. */
  @Test
  void aGpuThatDoesNotComputeIsToldWithoutAdviceForProgrammers() {
    String advice =
        "\nCUDA kernel errors might be asynchronously reported at some other API call, so the"
            + " stacktrace below might be incorrect.\n";
    String[] errors = {
      "CUDA error: no kernel image is available for execution on the device",
      "CUDA error: CUDA-capable device(s) is/are busy or unavailable",
      "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
    };
    for (String error : errors) {
      String wrapped = "The following operation failed in the TorchScript interpreter.\n";
      for (String before : new String[] {"", wrapped + "RuntimeError: "}) {
        String line =
            EngineFailure.line(new IllegalStateException(before + error + advice)).orElseThrow();
        assertTrue(line.startsWith("the GPU does not compute: " + error + ". Choose"), line);
        assertFalse(line.contains("asynchronously"), line);
      }
    }
    for (String message : new String[] {null, "expected m1 and m2 to have the same dtype"}) {
      assertEquals(Optional.empty(), EngineFailure.line(new IllegalStateException(message)));
    }
  }
}
