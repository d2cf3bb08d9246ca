package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
      }
      logs.verbose();
      LOG.debug("after");
    }
    LOG.info("closed");
    String[] lines = out.toString().split("\n");
    assertEquals(3, lines.length);
    String time = "\\(\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d\\)";
    assertTrue(lines[0].matches("\\(INFO\\) \\(train_vae\\) " + time + " before"), lines[0]);
    assertTrue(lines[1].matches("\\(WARNING\\) \\(train_vae\\) " + time + " 50% of 7"), lines[1]);
    assertTrue(lines[2].matches("\\(DEBUG\\) \\(train_vae\\) " + time + " after"), lines[2]);
    assertEquals(lines[1] + "\n", Files.readString(runLog));
  }
}
