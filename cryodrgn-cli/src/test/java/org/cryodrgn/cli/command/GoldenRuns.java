package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;

/** Commands on the golden data set, which their lines call GOLDEN. */
final class GoldenRuns {

  static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  private GoldenRuns() {}

  /** Runs a line that must succeed: its standard output. */
  static String run(String line) {
    return CommandRunner.succeeds(line.replace("GOLDEN", GOLDEN.toString())).out();
  }

  /** Runs a line that must end with an exit code: its one line on standard error. */
  static String failure(int exitCode, String line) {
    return CommandRunner.fails(exitCode, line.replace("GOLDEN", GOLDEN.toString()));
  }

  /** All lines of a .star file but the first, which holds a time in cryoDRGN's files. */
  static List<String> body(Path star) throws IOException {
    List<String> lines = Files.readAllLines(star);
    assertTrue(lines.get(0).startsWith("# "), lines.get(0));
    return lines.subList(1, lines.size());
  }
}
