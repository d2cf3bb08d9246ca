package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are unlike those of the training are told of in the log. */
class OddImagesTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  private static final String INPUTS = " --poses G/poses.pkl --ctf G/ctf.pkl ";

  private static final String EVALUATION =
      "eval_images G/particles.mrcs G/fourier_gaussian/weights.1.pkl"
          + INPUTS
          + "-o T/losses.pkl --out-z T/z.pkl ";

  @TempDir Path folder;

  @Test
  void imagesAsInTheTrainingNeedNoWord() {
    assertFalse(run(EVALUATION).contains("was trained on"));
  }

  @Test
  void imagesOfAnotherSignOrWindowThanInTheTraining() {
    String weights = GOLDEN.resolve("fourier_gaussian/weights.1.pkl").toString();
    String out = run(EVALUATION + "--uninvert-data --window-r 0.5");
    assertContains(
        out, weights + " was trained on images that were inverted: true; now it is false");
    assertContains(
        out,
        weights
            + " was trained on images that were windowed from a radius of: 0.85; now it is 0.5");
    assertContains(
        run(EVALUATION + "--no-window"),
        weights + " was trained on images that were windowed: true; now it is false");
  }

  private static void assertContains(String out, String words) {
    assertTrue(out.contains(words), words + " is not in: " + out);
  }

  private String run(String line) {
    Outcome outcome =
        CommandRunner.run(line.replace("G/", GOLDEN + "/").replace("T/", folder + "/"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome.out();
  }
}
