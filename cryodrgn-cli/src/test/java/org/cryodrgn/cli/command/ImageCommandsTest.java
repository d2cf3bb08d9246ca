package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.core.fourier.Hartley2d;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandsTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");
  private static final int BOX = 32;
  private static final int PIXELS = BOX * BOX;

  @TempDir Path folder;

  /**
   * cryoDRGN 4.3 inverts over the images too: its b-th image is the sum of all of ours, the j-th
   * times cos(2 pi (b - N/2) (j - N/2) / N) / N. The Nyquist frequencies, where astigmatism makes
   * its images complex, are left out.
   */
  @Test
  void phaseFlipIsTheReferenceBeforeItMixesTheImages() {
    Path out = folder.resolve("f.mrcs");
    run("phase_flip G/particles.mrcs G/ctf.pkl -o " + out);
    float[] ours = StackImages.of(out);
    float[] theirs = StackImages.of(GOLDEN.resolve("cli/phase_flipped.mrcs"));
    int n = ours.length / PIXELS;
    Hartley2d hartley = new Hartley2d(BOX);
    for (int b = 0; b < n; b += 19) {
      float[] both = new float[2 * PIXELS];
      System.arraycopy(theirs, b * PIXELS, both, 0, PIXELS);
      for (int j = 0; j < n; j++) {
        double weight = Math.cos(2 * Math.PI * (b - n / 2) * (j - n / 2) / n) / n;
        for (int i = 0; i < PIXELS; i++) {
          both[PIXELS + i] += (float) (weight * ours[j * PIXELS + i]);
        }
      }
      hartley.forward(both, 0, both, 0);
      hartley.forward(both, PIXELS, both, PIXELS);
      double power = 0;
      double error = 0;
      for (int i = 0; i < PIXELS; i++) {
        if (i / BOX > 0 && i % BOX > 0) {
          power += both[i] * both[i];
          error += Math.pow(both[i] - both[PIXELS + i], 2);
        }
      }
      assertTrue(power > 0 && error < 1e-10 * power, b + ": " + error / power);
    }
  }

  @Test
  void phaseFlipIsThatOfPreprocess() throws IOException {
    run("phase_flip G/particles.mrcs G/ctf.pkl -o " + folder + "/f.mrcs");
    run(
        "preprocess G/particles.mrcs --no-window --uninvert-data --phase-flip --ctf G/ctf.pkl -o "
            + folder
            + "/p.mrcs");
    assertArrayEquals(
        StackImages.of(folder.resolve("p.mrcs")), StackImages.of(folder.resolve("f.mrcs")));
  }

  /** 10,000 Å under focus at 300 kV, no Cs: -sin(pi 197 s²), zero at 2.3, 3.2 and 3.95 waves. */
  @Test
  void phaseFlipTurnsWavesWhereTheCtfIsNegative() {
    float[] waves = new float[3 * PIXELS];
    for (int wave = 0; wave < 3; wave++) {
      for (int i = 0; i < PIXELS; i++) {
        waves[wave * PIXELS + i] = (float) Math.cos(2 * Math.PI * (wave + 2) * (i % BOX) / BOX);
      }
    }
    stack("w.mrcs", waves);
    float[] row = {BOX, 1, 10_000, 10_000, 0, 300, 0, 0, 0};
    float[] table = new float[3 * row.length];
    for (int i = 0; i < table.length; i++) {
      table[i] = row[i % row.length];
    }
    CtfFile.write(folder.resolve("c.pkl"), new CtfTable(table));
    run("phase_flip " + folder + "/w.mrcs " + folder + "/c.pkl -o " + folder + "/f.mrcs");
    float[] flipped = StackImages.of(folder.resolve("f.mrcs"));
    for (int i = 0; i < waves.length; i++) {
      assertEquals(i < PIXELS ? -waves[i] : waves[i], flipped[i], 1e-5);
    }
  }

  @Test
  void translationMovesTowardsHigherColumnsAndRows() {
    float[] images = new float[2 * PIXELS];
    images[10 * BOX + 5] = 1;
    images[PIXELS + 20 * BOX + 30] = 1;
    stack("d.mrcs", images);
    double[] pixels = {3, -2, 4, 0};
    PickleWriter.write(folder.resolve("t.pkl"), NumpyArray.of(pixels, 2, 2));
    String line = "translate_mrcs " + folder + "/d.mrcs " + folder + "/t.pkl -o " + folder;
    run(line + "/m.mrcs --tscale 0.03125 --out-png " + folder + "/m.png");
    float[] moved = StackImages.of(folder.resolve("m.mrcs"));
    assertEquals(1, moved[8 * BOX + 8], 1e-5);
    assertEquals(1, moved[PIXELS + 20 * BOX + 2], 1e-5);
    assertEquals(0, moved[10 * BOX + 5], 1e-5);
    Outcome outcome = CommandRunner.run(line + "/n.mrcs");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("translation is 3.0, larger than the box"), outcome.err());
    String scaled = CommandRunner.run(line + "/n.mrcs --tscale 2").err();
    assertTrue(scaled.contains("translation times 2.0 is 6.0, larger than the box"), scaled);
    assertFalse(Files.exists(folder.resolve("n.mrcs")));
  }

  /** Values that cryoDRGN 4.3 writes for the same line. */
  @Test
  void translationEqualsTheReference() {
    run("translate_mrcs G/particles.mrcs G/poses.pkl -o " + folder + "/m.mrcs");
    float[] moved = StackImages.of(folder.resolve("m.mrcs"));
    double[][] expected = {
      {0, 0.87667656, -1.4351462, 0.28505304},
      {1, 0.2898654, -3.3730311, 0.08892087},
      {5, 0.17412286, -1.385142, -0.0006689938},
      {95, 0.037148595, -0.6981146, 1.0636047}
    };
    for (double[] row : expected) {
      int image = (int) row[0] * PIXELS;
      assertEquals(row[1], moved[image + 3 * BOX + 4], 2e-6);
      assertEquals(row[2], moved[image + 16 * BOX + 16], 2e-6);
      assertEquals(row[3], moved[image + 31 * BOX], 2e-6);
    }
  }

  @Test
  void translationsMustBeOfTheStack() {
    String lines = "translate_mrcs G/particles.mrcs G/cli/poses.filtered.pkl -o " + folder;
    Outcome outcome = CommandRunner.run((lines + "/m.mrcs").replace("G/", GOLDEN + "/"));
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("poses.filtered.pkl: holds "), outcome.err());
    assertTrue(outcome.err().contains("the stack holds 96 images"), outcome.err());
  }

  @Test
  void imagesAreShownSideBySideWithRowZeroAtTheTop() throws IOException {
    float[] images = new float[6 * PIXELS];
    for (int i = 0; i < BOX; i++) {
      images[5 * PIXELS + i] = 1;
    }
    stack("v.mrcs", images);
    run("view_mrcs " + folder + "/v.mrcs -o " + folder + "/v.png");
    run("view_mrcs " + folder + "/v.mrcs --invert -o " + folder + "/i.png");
    BufferedImage plain = ImageIO.read(folder.resolve("v.png").toFile());
    BufferedImage inverted = ImageIO.read(folder.resolve("i.png").toFile());
    // Three columns of 108 points, 6 apart, two pixels a point.
    assertEquals(2 * (6 + 3 * 114), plain.getWidth());
    assertEquals(2 * (6 + 2 * 114), plain.getHeight());
    int x = 2 * (6 + 2 * 114 + 50);
    int top = 2 * (6 + 114) + 2;
    assertEquals(0xFFFFFF, plain.getRGB(x, top) & 0xFFFFFF);
    assertEquals(0x000000, plain.getRGB(x, top + 100) & 0xFFFFFF);
    assertEquals(0x000000, inverted.getRGB(x, top) & 0xFFFFFF);
    assertEquals(0xFFFFFF, inverted.getRGB(x, top + 100) & 0xFFFFFF);
  }

  private void stack(String name, float[] images) {
    try (MrcWriter writer = MrcWriter.create(folder.resolve(name), MrcHeader.forStack(BOX, 1.5))) {
      writer.write(images, 0, images.length / PIXELS);
      writer.finish();
    }
  }

  private static void run(String line) {
    CommandRunner.succeeds(line.replace("G/", GOLDEN + "/"));
  }
}
