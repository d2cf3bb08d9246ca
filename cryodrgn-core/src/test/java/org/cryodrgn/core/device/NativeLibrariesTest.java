package org.cryodrgn.core.device;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that cannot be loaded, for they are not there. */
class NativeLibrariesTest {

  @TempDir Path folder;

  private void load(String name) {
    NativeLibraries.load(folder.resolve(name).toString());
  }

  @Test
  void theOneThatNeedsTheDriverAloneIsPassedOver() {
    assertDoesNotThrow(() -> load("libcaffe2_nvrtc.so"));
    for (String name : new String[] {"libtorch_cuda.so", "libc10_cuda.so", "libtorch.so"}) {
      assertThrows(UnsatisfiedLinkError.class, () -> load(name));
    }
  }
}
