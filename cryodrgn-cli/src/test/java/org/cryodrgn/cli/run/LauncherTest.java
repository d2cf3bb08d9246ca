package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;

class LauncherTest {

  @Test
  void helpListsEveryCommandUnderItsTask() {
    Outcome outcome = CommandRunner.run("--help");
    assertEquals(ExitCode.OK, outcome.exitCode());
    int at = 0;
    for (Commands.Group group : Commands.Group.values()) {
      at = outcome.out().indexOf(group.title, at);
      assertTrue(at >= 0, group.title);
      for (Commands.Entry entry : Commands.all()) {
        if (entry.group() == group) {
          at = outcome.out().indexOf("  " + entry.name() + " ", at);
          assertTrue(at >= 0, entry.name());
        }
      }
    }
  }

  @Test
  void noCommandIsABadArgument() {
    Outcome outcome = CommandRunner.run(new String[0]);
    assertEquals(ExitCode.BAD_ARGUMENTS, outcome.exitCode());
    assertTrue(outcome.err().startsWith("Usage: cryodrgn COMMAND"), outcome.err());
  }

  @Test
  void mistypedCommandIsToldItsNearestName() {
    Outcome outcome = CommandRunner.run("parse_ctf_sta x.star");
    assertEquals(ExitCode.BAD_ARGUMENTS, outcome.exitCode());
    assertEquals(
        "cryodrgn: unknown command 'parse_ctf_sta' (did you mean 'parse_ctf_star'?)."
            + " Run 'cryodrgn --help' for the list\n",
        outcome.err());
  }

  @Test
  void versionNamesWhatChangesNumbers() {
    Outcome outcome = CommandRunner.run("--version");
    assertEquals(ExitCode.OK, outcome.exitCode());
    for (String name :
        new String[] {"cryodrgn", "Java", "DJL", "PyTorch", "JTransforms", "Smile"}) {
      assertTrue(
          outcome.out().lines().anyMatch(line -> line.matches(name + " \\d+\\..*")), outcome.out());
    }
  }

  /** As {@code > /dev/full}: what was printed is lost, and the user must know. */
  @Test
  void outputThatIsLostIsAFailure() throws IOException {
    StringWriter err = new StringWriter();
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      assertEquals(ExitCode.FAILED, help(full, err));
    }
    assertEquals(1, err.toString().lines().count());
    assertTrue(
        err.toString().contains("standard output could not be written: No space left"),
        err.toString());
  }

  /** As in {@code cryodrgn --help | head}. */
  @Test
  void aReaderThatHasSeenEnoughIsNoFailureToTellOf() throws IOException {
    Process reader = new ProcessBuilder("sh", "-c", "exec 0<&-; echo; kill -STOP $$").start();
    try {
      assertEquals('\n', reader.getInputStream().read());
      StringWriter err = new StringWriter();
      assertEquals(ExitCode.UNREAD, help(reader.getOutputStream(), err));
      assertEquals("", err.toString());
    } finally {
      reader.destroyForcibly();
    }
  }

  private static int help(OutputStream out, StringWriter err) {
    return new Launcher("cryodrgn", new StandardOutput(out), new PrintWriter(err)).run("--help");
  }
}
