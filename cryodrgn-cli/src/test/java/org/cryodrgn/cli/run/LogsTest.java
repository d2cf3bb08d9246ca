package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {

  private static final Logger LOG = LoggerFactory.getLogger(LogsTest.class);

  @Test
  void linesHaveThePeersFormAndGoToTheRunLogToo(@TempDir Path folder) throws Exception {
    Path runLog = folder.resolve("run.log");
    StringWriter out = new StringWriter();
    try (Logs logs = Logs.start("train_vae", new PrintWriter(out))) {
      LOG.info("before");
      try (AutoCloseable copy = Logs.alsoTo(runLog)) {
        LOG.warn("50% of {}", 7);
        LOG.debug("not seen");
        LOG.info("# =====> Epoch: 1 done");
        LOG.info("Finished in 0:01");
      }
      logs.verbose();
      LOG.debug("after");
      LoggerFactory.getLogger("com.sun.jna.NativeLibrary").debug("where libraries are looked for");
    }
    LOG.info("closed");
    String[] lines = out.toString().split("\n");
    assertEquals(5, lines.length);
    String time = "\\(\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d\\)";
    assertTrue(lines[0].matches("\\(INFO\\) \\(train_vae\\) " + time + " before"), lines[0]);
    assertTrue(lines[1].matches("\\(WARNING\\) \\(train_vae\\) " + time + " 50% of 7"), lines[1]);
    String epoch = "# =====> Epoch: 1 done";
    assertTrue(lines[2].matches("\\(INFO\\) \\(train_vae\\) " + time + " " + epoch), lines[2]);
    assertTrue(lines[4].matches("\\(DEBUG\\) \\(train_vae\\) " + time + " after"), lines[4]);
    // Where awk counts the fields of a line.
    String plain = epoch + "\nFinished in 0:01\n";
    assertEquals(lines[1] + "\n" + plain, Files.readString(runLog));
  }

  /** A full disk under run.log: told once, no stack trace, the work goes on. */
  @Test
  void aLogThatCannotBeWrittenIsToldOfOnce() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    StringWriter out = new StringWriter();
    try (Logs logs = Logs.start("probe", new PrintWriter(out, true));
        AutoCloseable copy = Logs.alsoTo(full)) {
      java.util.logging.Logger.getLogger("x").info("one");
      java.util.logging.Logger.getLogger("x").info("two");
    }
    assertEquals(3, out.toString().lines().count(), out.toString());
    assertTrue(out.toString().contains("cannot be written"), out.toString());
  }

  /** Space is made again: the file goes on. */
  @Test
  void aLogGoesOnWhenItsFileCanBeWrittenAgain() {
    List<String> written = new ArrayList<>();
    Set<String> lost = Set.of("two", "three");
    StringWriter out = new StringWriter();
    Handler file =
        new Logs.LineHandler(
            new SimpleFormatter() {
              @Override
              public String format(LogRecord line) {
                return line.getMessage();
              }
            },
            line -> {
              if (lost.contains(line) || line.contains("missing")) {
                throw new IOException("No space left on device");
              }
              written.add(line);
            });
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    try (Logs logs = Logs.start("probe", new PrintWriter(out, true))) {
      root.addHandler(file);
      for (String line : List.of("one", "two", "three", "four")) {
        java.util.logging.Logger.getLogger("x").info(line);
      }
    } finally {
      root.removeHandler(file);
    }
    assertEquals(List.of("one", "four"), written);
    String told = "Lines are missing in the log's file, it cannot be written: No space left";
    assertEquals(1, out.toString().split(told, -1).length - 1, out.toString());
  }
}
