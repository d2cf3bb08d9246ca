package org.cryodrgn.core.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

  private static final int BLOCK = 64 << 10;
  private static final int BLOCKS = 2000;

  @Test
  void gapsBetweenWhatIsHeldGoBackToTheSystem() throws IOException {
    long[] blocks = new long[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = Native.malloc(BLOCK);
      new Pointer(blocks[i]).setMemory(0, BLOCK, (byte) 1);
    }
    for (int i = 0; i < BLOCKS; i++) {
      if (i % 10 != 9) {
        Native.free(blocks[i]);
      }
    }
    long before = residentKilobytes();

    NativeHeap.trim();

    long given = before - residentKilobytes();
    assertTrue(given > BLOCKS * (BLOCK >> 10) / 2, given + " KiB given back");
    for (int i = 9; i < BLOCKS; i += 10) {
      Native.free(blocks[i]);
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
