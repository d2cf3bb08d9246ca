package org.cryodrgn.analysis.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a run finds on the computer.
 *
 * @param freeBytes that can be written where the output will be; -1 if not known
 * @param writable whether the output folder, or the first folder above it that is there, can be
 *     written to
 * @param heapBytes that Java may take
 * @param threads processors
 * @param gpu the graphics processors
 */
public record Machine(long freeBytes, boolean writable, long heapBytes, int threads, Gpu gpu) {

  /**
   * NVIDIA's driver and cards.
   *
   * @param driver whether the kernel has the driver loaded
   * @param cards a line a card: name, memory, driver version; empty if nvidia-smi does not answer
   */
  public record Gpu(boolean driver, List<String> cards) {}

  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final int PATIENCE_SECONDS = 10;

  /** This computer, without loading the engine. */
  public static Machine here(Path outputFolder, int threads) {
    Path folder = outputFolder.toAbsolutePath().normalize();
    while (!Files.isDirectory(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return new Machine(
        free(folder), Files.isWritable(folder), Runtime.getRuntime().maxMemory(), threads, cards());
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }

  private static Gpu cards() {
    boolean driver = Files.exists(DRIVER);
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=name,memory.total,driver_version",
                  "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Gpu(driver, List.of());
      }
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Gpu(
          driver, process.exitValue() == 0 ? answer.strip().lines().toList() : List.of());
    } catch (IOException e) {
      // There is no nvidia-smi.
      return new Gpu(driver, List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Gpu(driver, List.of());
    }
  }
}
