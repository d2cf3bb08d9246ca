package org.cryodrgn.analysis.movie;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other programs that are used where they are installed. */
final class Programs {

  private Programs() {}

  /** Whether a program is on the PATH. */
  static boolean isInstalled(String name) {
    String path = System.getenv("PATH");
    if (path != null) {
      for (String folder : path.split(File.pathSeparator)) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Waits for the end of a process; an interruption ends it. */
  static int end(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The last line that a program wrote. */
  static String lastLine(Path messages) throws IOException {
    List<String> lines =
        Files.readString(messages, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.isEmpty() ? "no message" : lines.get(lines.size() - 1).strip();
  }
}
