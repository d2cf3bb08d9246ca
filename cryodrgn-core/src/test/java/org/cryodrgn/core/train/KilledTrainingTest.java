package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.poses.PoseFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes that are killed, or may not write. */
class KilledTrainingTest {

  /** {@code -Dcryodrgn.kills=200} for more. */
  private static final int KILLS = Integer.getInteger("cryodrgn.kills", 20);

  private static final int MOST_STEPS_TO_A_KILL = 12;

  @TempDir Path folder;

  @Test
  void trainingsKilledAtRandomMomentsEndWhereTheUninterruptedOneDoes() throws Exception {
    SmallTraining whole = TrainingChild.training(folder.resolve("whole"));
    whole.runToTheEnd();
    SplittableRandom random = new SplittableRandom(11);
    int kills = 0;
    for (int run = 0; kills < KILLS; run++) {
      Path killed = folder.resolve("killed" + run);
      boolean ended = false;
      while (!ended) {
        boolean kill = kills < KILLS;
        int steps = kill ? random.nextInt(MOST_STEPS_TO_A_KILL) : Integer.MAX_VALUE;
        ended = runAndKill(killed, steps, random.nextLong(30_000_000));
        kills += ended ? 0 : 1;
        assertAllFilesWhole(killed);
      }
      SmallTraining.assertSameEnd(whole, TrainingChild.training(killed));
      for (String name : List.of("weights.pkl", "pose.pkl")) {
        assertEquals(-1, Files.mismatch(folder.resolve("whole/" + name), killed.resolve(name)));
      }
    }
  }

  /** The file size limit fails writes in their midst, as a full disk does. */
  @Test
  void trainingThatMayWriteNoCheckpointGoesOnAndTellsAtTheEnd() throws Exception {
    Path full = folder.resolve("full");
    Process child =
        TrainingChild.process(full, "sh", "-c", "ulimit -f 8; exec \"$@\"", "sh").start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, child.waitFor(), output);
    assertEquals(TrainingChild.EPOCHS, output.split("step 96\n", -1).length - 1, output);
    assertTrue(output.contains("cannot be written"), output);
    assertEquals(List.of(), files(full).stream().filter(name -> name.contains("weights")).toList());
  }

  /** Whether it ended before it was killed. */
  private static boolean runAndKill(Path folder, int steps, long nanos)
      throws IOException, InterruptedException {
    Process child = TrainingChild.process(folder).start();
    StringBuilder output = new StringBuilder();
    int seen = 0;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.append(line).append('\n');
        if (line.startsWith("step") && seen++ == steps) {
          LockSupport.parkNanos(nanos);
          // The process's own method would close what is read here.
          child.toHandle().destroyForcibly();
        }
      }
    }
    assertTrue(child.waitFor(1, TimeUnit.MINUTES));
    int code = child.exitValue();
    assertTrue(code == 0 || code == 128 + 9, code + "\n" + output);
    return code == 0;
  }

  private static void assertAllFilesWhole(Path folder) throws IOException {
    SmallTraining training = TrainingChild.training(folder);
    for (String name : files(folder)) {
      Path file = folder.resolve(name);
      if (name.matches("(weights|resume)\\..*pkl")) {
        training.checkpoint(file);
      } else if (name.matches("z\\..*pkl")) {
        LatentFile.read(file);
      } else if (name.matches("pose\\..*pkl")) {
        PoseFile.read(file);
      }
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
