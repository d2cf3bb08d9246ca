package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreLatentCommandTest {

  private static final int PARTICLES = 200;

  @TempDir Path folder;

  @Test
  void printsScoresOfALatentThatKnowsTheTruth() throws Exception {
    float[] mean = new float[2 * PARTICLES];
    StringBuilder angles = new StringBuilder();
    StringBuilder states = new StringBuilder();
    for (int i = 0; i < PARTICLES; i++) {
      double angle = 360.0 * i / PARTICLES;
      mean[2 * i] = (float) Math.cos(Math.toRadians(angle));
      mean[2 * i + 1] = (float) Math.sin(Math.toRadians(angle));
      angles.append(angle).append('\n');
      states.append(i % 2).append('\n');
    }
    LatentFile.write(
        folder.resolve("z.pkl"), new Latents(PARTICLES, 2, mean, new float[2 * PARTICLES]));
    Files.writeString(folder.resolve("angles.txt"), angles);
    Files.writeString(folder.resolve("states.txt"), states);

    Outcome circular =
        run("score_latent", "z.pkl", "angles.txt", "--period", "360", "--plot", "p.png");
    assertTrue(score(circular, "r2 ") > 0.97, circular.out());
    assertTrue(Files.size(folder.resolve("p.png")) > 1000);
    Outcome labels = run("score_latent", "z.pkl", "states.txt", "--labels");
    assertEquals(0.5, score(labels, "purity "), 0.06);
  }

  private Outcome run(String... arguments) {
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i].contains(".")) {
        arguments[i] = folder.resolve(arguments[i]).toString();
      }
    }
    return CommandRunner.run(arguments);
  }

  private static double score(Outcome outcome, String name) {
    assertEquals("", outcome.err());
    return Double.parseDouble(outcome.out().strip().substring(name.length()));
  }
}
