package org.cryodrgn.core.preprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.cryodrgn.io.AtomicFile;

/**
 * Files that are of use together only: where one cannot be written, those before it are removed.
 */
final class OutputSet {

  private OutputSet() {}

  /**
   * Writes files one after the other.
   *
   * @param files all of them
   * @param writer writes the i-th
   */
  static void write(List<Path> files, IntConsumer writer) {
    int written = 0;
    try {
      for (; written < files.size(); written++) {
        writer.accept(written);
      }
    } catch (RuntimeException | Error e) {
      for (Path file : files.subList(0, written)) {
        remove(file, e);
      }
      throw e;
    }
  }

  private static void remove(Path file, Throwable failure) {
    try {
      // A link that was there before stays.
      Files.delete(file.toRealPath());
    } catch (IOException e) {
      failure.addSuppressed(AtomicFile.cannotWrite(file, e));
    }
  }
}
