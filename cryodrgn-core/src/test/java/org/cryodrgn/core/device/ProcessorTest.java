package org.cryodrgn.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as Linux writes them for processors of three kinds. */
class ProcessorTest {

  @TempDir Path folder;

  private Processor of(String vendor, String flags) throws IOException {
    String processor =
        "processor\t: %d\nvendor_id\t: %s\ncache size\t: 1024 KB\nflags\t\t: %s\n"
            + "bugs\t\t: sysret_ss_attrs\npower management:\n\n";
    return Processor.of(
        Files.writeString(
            folder.resolve("cpuinfo"),
            processor.formatted(0, vendor, flags) + processor.formatted(1, vendor, flags)));
  }

  @Test
  void makerAndVectors() throws IOException {
    assertEquals(
        new Processor(true, true), of("GenuineIntel", "fpu fpu sse2 avx2 avx512f avx512dq"));
    assertEquals(new Processor(false, true), of("AuthenticAMD", "fpu sse2 avx2 avx512f"));
    assertEquals(new Processor(false, false), of("AuthenticAMD", "fpu sse2 avx2"));
  }

  @Test
  void nothingIsKnownWithoutTheFile() {
    assertEquals(new Processor(false, false), Processor.of(folder.resolve("nothing")));
  }
}
