package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgressTest {

  @Test
  void lineTellsRateAndTimeLeft() {
    assertEquals(
        "1000 of 4000 particles, 250.0 /s, 0:12 left",
        Progress.line("particles", 0, 1000, 4000, 4));
    assertEquals("0 of 10 volumes, 0.0 /s, ? left", Progress.line("volumes", 0, 0, 10, 4));
  }

  /** What was done before this run took none of its time. */
  @Test
  void lineOfAWorkThatGoesOn() {
    assertEquals(
        "3100 of 4000 particles, 25.0 /s, 0:36 left",
        Progress.line("particles", 3000, 3100, 4000, 4));
    assertEquals(
        "3000 of 4000 particles, 0.0 /s, ? left", Progress.line("particles", 3000, 3000, 4000, 4));
  }

  @Test
  void lineOfTheLogReplacesThatOfTheProgress() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PrintStream terminal = new PrintStream(screen, true, StandardCharsets.UTF_8);
    try (Logs logs = Logs.start("test", new PrintWriter(screen, true, StandardCharsets.UTF_8));
        Progress progress = new Progress("particles", 5, 10, terminal, 0)) {
      progress.advanceTo(5);
      LoggerFactory.getLogger(ProgressTest.class).info("one");
      LoggerFactory.getLogger(ProgressTest.class).info("two");
    }
    String clear = "\r\u001b[K";
    String shown =
        screen.toString(StandardCharsets.UTF_8).replaceAll("\\([^()]*2\\d{3} [^()]*\\)", "()");
    assertEquals(
        "\r\u001b[?7l5 of 10 particles, 0.0 /s, ? left\u001b[K\u001b[?7h"
            + clear
            + "(INFO) (test) () one\n(INFO) (test) () two\n",
        shown);
  }

  @Test
  void durationsGrowHours() {
    assertEquals("0:00", Progress.duration(0.2));
    assertEquals("59:59", Progress.duration(3599));
    assertEquals("25:00:01", Progress.duration(25 * 3600 + 1));
  }
}
