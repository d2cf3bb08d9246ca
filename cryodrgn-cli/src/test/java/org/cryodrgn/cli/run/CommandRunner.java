package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Runs a command line in this process, as the launcher would. */
public final class CommandRunner {

  /**
   * What a command line did.
   *
   * @param exitCode its exit code
   * @param out standard output, with the log
   * @param err standard error
   */
  public record Outcome(int exitCode, String out, String err) {}

  private CommandRunner() {}

  /** Runs a line split at blanks, for instance {@code "parse_ctf_star x.star -o y"}. */
  public static Outcome run(String line) {
    return run(line.strip().split("\\s+"));
  }

  /** Runs a line that must end with exit code 0. */
  public static Outcome succeeds(String line) {
    return succeeds(line.strip().split("\\s+"));
  }

  /** As {@link #succeeds(String)}, of given arguments. */
  public static Outcome succeeds(String... args) {
    Outcome outcome = run(args);
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome;
  }

  /** Runs a line that must end with an exit code and one line on standard error: that line. */
  public static String fails(int exitCode, String line) {
    Outcome outcome = run(line);
    assertEquals(exitCode, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    return outcome.err();
  }

  /** Runs given arguments, for paths with blanks. */
  public static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    int exitCode =
        new Launcher("cryodrgn", new StandardOutput(out), new PrintWriter(err, true)).run(args);
    return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
  }
}
