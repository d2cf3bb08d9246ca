package org.cryodrgn.core.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The kind of a machine's processors.
 *
 * @param intel whether Intel made them
 * @param avx512 whether they have vectors of 16 float32
 */
record Processor(boolean intel, boolean avx512) {

  /** As Linux tells. */
  static Processor ofMachine() {
    return of(Path.of("/proc/cpuinfo"));
  }

  /**
   * As {@link #ofMachine()}; of neither kind where nothing is told.
   *
   * @param cpuinfo a line for each property of each processor: its name, a colon, its value
   */
  static Processor of(Path cpuinfo) {
    try {
      List<String> lines = Files.readAllLines(cpuinfo);
      return new Processor(
          value(lines, "vendor_id").equals("GenuineIntel"),
          List.of(value(lines, "flags").split(" ")).contains("avx512f"));
    } catch (IOException e) {
      return new Processor(false, false);
    }
  }

  /** The first processor's. */
  private static String value(List<String> lines, String property) {
    return lines.stream()
        .map(line -> line.split("\\s*:\\s*", 2))
        .filter(parts -> parts.length == 2 && parts[0].equals(property))
        .findFirst()
        .map(parts -> parts[1].strip())
        .orElse("");
  }
}
