package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.cli.run.CommandRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  @TempDir Path folder;

  @Test
  void writesTheSetAndRefusesToWriteOverIt() throws Exception {
    Path out = folder.resolve("set");
    String[] line = {"simulate", "assembly", "-o", out.toString(), "-n", "30", "-D", "16"};
    assertEquals(0, CommandRunner.run(line).exitCode());
    assertEquals(1024 + 30 * 16 * 16 * 4, Files.size(out.resolve("particles.mrcs")));
    assertEquals(30, Files.readAllLines(out.resolve("truth/latents.txt")).size());
    assertEquals(6, Files.readAllLines(out.resolve("truth/volume_latents.txt")).size());
    CommandRunner.Outcome again = CommandRunner.run(line);
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("holds a data set already"), again.err());
  }

  @Test
  void refusesWhatCannotBeMade() {
    String[][] lines = {
      {"-D", "31", "box size must be even"},
      {"-D", "1024", "8 to 1022"},
      {"-n", "0", "number of particles"},
      {"--snr", "-1", "signal-to-noise"},
      {"--Apix", "-2", "pixel size"},
      {"--arc", "400", "arc"},
      {"--states", "50", "number of states"},
      {"--max-threads", "0", "number of threads"}
    };
    for (String[] line : lines) {
      CommandRunner.Outcome outcome =
          CommandRunner.run(
              "simulate", "hinge", "-o", folder.resolve("x").toString(), line[0], line[1]);
      assertEquals(2, outcome.exitCode(), line[0]);
      assertTrue(outcome.err().contains(line[2]), outcome.err());
    }
    assertEquals(2, CommandRunner.run("simulate", "hinges", "-o", "x").exitCode());
  }
}
