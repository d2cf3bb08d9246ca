package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are unlike the others, or unlike those of the training, are told of in the log. */
class OddImagesTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");
  private static final int BOX = 32;
  private static final int PIXELS = BOX * BOX;

  private static final String INPUTS = " --poses G/poses.pkl --ctf G/ctf.pkl ";

  private static final String EVALUATION =
      "eval_images G/particles.mrcs G/fourier_gaussian/weights.1.pkl"
          + INPUTS
          + "-o T/losses.pkl --out-z T/z.pkl ";

  private static final String TRAINING =
      " --zdim 2 -n 1 --enc-dim 8 --dec-dim 8 --no-analysis -o T/";

  @TempDir Path folder;

  @Test
  void imagesAsInTheTrainingNeedNoWord() {
    assertFalse(run(EVALUATION).contains("was trained on"));
  }

  /** What is left to do differs from the training, what was done in all does not. */
  @Test
  void preprocessedImagesNeedNoWord() {
    run("preprocess G/particles.mrcs -D 32 -o T/preprocessed.mrcs");
    String out = run(EVALUATION.replace("G/particles.mrcs", "T/preprocessed.mrcs"));
    assertContains(out, "inverted already");
    assertFalse(out.contains("was trained on"), out);
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

  @Test
  void imagesThatRaiseTheScaleOfAll() {
    Path stack = strong(13, 41);
    String training = "train_vae " + stack + INPUTS + TRAINING;
    assertContains(
        run(training + "measured"),
        stack
            + ", image 42: its values are 9.77e+05 times those of the median image. 2 of 96 sampled"
            + " images are too strong, and raise the scale of all. Leave them out with --ind, or"
            + " give --norm.");
    assertFalse(run(training + "given --norm 0 30").contains("raise the scale"));
    assertFalse(
        run("train_vae G/particles.mrcs" + INPUTS + TRAINING + "sound").contains("the scale"));
  }

  /** As detectors and programs that keep 8 bits write them. */
  @Test
  void imagesOnAGreyAreToldAtTheStartOfATraining() {
    Path grey = changed("grey.mrcs", (i, value) -> 128 + value / 8);
    String out = run("train_vae " + grey + INPUTS + TRAINING + "grey");
    assertContains(out, grey + ": normalisation: mean 128, standard deviation ");
    assertContains(out, "Bring the background to 0 (RELION: relion_preprocess --norm)");
    assertFalse(
        run("train_vae G/particles.mrcs" + INPUTS + TRAINING + "sound").contains("normalisation:"));
  }

  /**
   * The golden particles, of which one is a thousand times and another a million times as strong.
   */
  private Path strong(int thousand, int million) {
    return changed(
        "strong.mrcs", (i, value) -> value * (i == thousand ? 1e3f : i == million ? 1e6f : 1));
  }

  private interface Change {
    float of(int image, float value);
  }

  /** The golden particles with other values. */
  private Path changed(String name, Change change) {
    Path file = folder.resolve(name);
    try (ParticleStack golden = ParticleStacks.open(GOLDEN.resolve("particles.mrcs"), null);
        MrcWriter writer = MrcWriter.create(file, MrcHeader.forStack(BOX, 1))) {
      for (int i = 0; i < golden.size(); i++) {
        float[] image = new float[PIXELS];
        golden.read(new int[] {i}, image);
        for (int p = 0; p < PIXELS; p++) {
          image[p] = change.of(i, image[p]);
        }
        writer.write(image);
      }
      writer.finish();
    }
    return file;
  }

  private static void assertContains(String out, String words) {
    assertTrue(out.contains(words), words + " is not in: " + out);
  }

  private String run(String line) {
    return CommandRunner.succeeds(line.replace("G/", GOLDEN + "/").replace("T/", folder + "/"))
        .out();
  }
}
