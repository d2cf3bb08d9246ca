package org.cryodrgn.core.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.fourier.Hartley2d;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessingTest {

  private static final int BOX = 32;
  private static final int PIXELS = BOX * BOX;

  @TempDir Path folder;

  @Test
  void windowAndSignAreThoseOfTraining() throws IOException {
    float[] images = prepare(Golden.file("particles.mrcs"), settings(BOX, true, true, null));
    transform(images);
    float[] expected = Golden.floats("hartley_images.npy");
    float norm = norm();
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < 8 * PIXELS; i++) {
      int symmetric = i / PIXELS * 33 * 33 + i % PIXELS / BOX * 33 + i % BOX;
      assertEquals(expected[symmetric], images[i] / norm, 1e-5f * largest);
    }
  }

  @Test
  void phaseFlipMultipliesTheTransformByTheSignOfTheCtf() {
    CtfTable ctf = CtfFile.read(Golden.file("ctf.pkl"));
    Path stack = Golden.file("particles.mrcs");
    float[] before = prepare(stack, settings(BOX, false, false, null));
    float[] after = prepare(stack, settings(BOX, false, false, ctf));
    transform(before);
    transform(after);
    float[] values = Golden.floats("ctf_values.npy");
    int flipped = 0;
    for (int i = 0; i < 8 * PIXELS; i++) {
      int y = i % PIXELS / BOX;
      int x = i % BOX;
      // Row and column 0 are the two halves of one frequency, for which one sign must do.
      if (x > 0 && y > 0) {
        float sign = Math.signum(values[i / PIXELS * 33 * 33 + y * 33 + x]);
        assertEquals(sign * before[i], after[i], 1e-3f);
        flipped += sign < 0 ? 1 : 0;
      }
    }
    assertTrue(flipped > PIXELS, "some frequencies are flipped: " + flipped);
  }

  @Test
  void aMarkedStackIsNotPreparedTwice() throws IOException {
    CtfTable ctf = CtfFile.read(Golden.file("ctf.pkl"));
    Path once = folder.resolve("once.mrcs");
    write(Golden.file("particles.mrcs"), settings(16, true, true, ctf), once);
    MrcHeader header = MrcFile.open(once).header();
    assertEquals(14.22, header.pixelSize());
    assertEquals(
        "cryodrgn preprocess: window inverted phase-flipped",
        header.labels().get(header.labels().size() - 1));
    assertEquals(new PreprocessMark(true, true, true), PreprocessMark.of(header));
    Path twice = folder.resolve("twice.mrcs");
    write(once, settings(16, true, true, ctf), twice);
    float[] first = read(once);
    assertArrayEquals(first, read(twice));
    assertEquals(
        new PreprocessMark(true, true, true), PreprocessMark.of(MrcFile.open(twice).header()));
    assertEquals(0, first[0], "the corner is taken off");
  }

  @Test
  void onlyTheStepsThatAreLeftAreDone() throws IOException {
    Path windowed = folder.resolve("w.mrcs");
    write(Golden.file("particles.mrcs"), settings(BOX, true, false, null), windowed);
    assertEquals(
        new PreprocessMark(true, false, false), PreprocessMark.of(MrcFile.open(windowed).header()));
    float[] expected = prepare(Golden.file("particles.mrcs"), settings(BOX, true, true, null));
    assertArrayEquals(expected, prepare(windowed, settings(BOX, true, true, null)));
  }

  @Test
  void stepsDoneBeforeStayInTheMark() {
    CtfTable ctf = CtfFile.read(Golden.file("ctf.pkl"));
    Path marked = folder.resolve("m.mrcs");
    write(Golden.file("particles.mrcs"), settings(BOX, true, true, ctf), marked);
    Path again = folder.resolve("a.mrcs");
    write(marked, settings(16, false, false, null), again);
    assertEquals(
        new PreprocessMark(true, true, true), PreprocessMark.of(MrcFile.open(again).header()));
  }

  /** Linear from the radius asked for to 0.99: at 10 of 16 pixels (0.99 - 0.625) / 0.49. */
  @Test
  void theWindowBeginsToFallAtTheRadiusAskedFor() {
    float[] before = read(Golden.file("particles.mrcs"));
    float[] after =
        prepare(
            Golden.file("particles.mrcs"),
            new Preprocessing.Settings(BOX, true, 0.5, false, null, 10, 2));
    int image = 95 * PIXELS;
    for (int at : new int[] {16 * BOX + 26, 16 * BOX + 6, 6 * BOX + 16, 26 * BOX + 16}) {
      assertEquals(0.7448979f * before[image + at], after[image + at], 1e-5);
    }
  }

  @Test
  void filesOfAStackMustAgreeInTheirMark() throws IOException {
    Path marked = folder.resolve("m.mrcs");
    write(Golden.file("particles.mrcs"), settings(BOX, true, true, null), marked);
    assertEquals(
        PreprocessMark.NONE,
        PreprocessMark.of(MrcFile.open(Golden.file("particles.mrcs")).header()));
    Path list =
        Files.writeString(
            folder.resolve("l.txt"), "m.mrcs\n" + Golden.file("particles.mrcs") + "\n");
    try (ParticleStack stack = ParticleStacks.open(list, null)) {
      DataException error = assertThrows(DataException.class, () -> PreprocessMark.of(stack));
      assertTrue(error.getMessage().contains("other steps to it than to"), error.getMessage());
    }
  }

  @Test
  void aCtfOfOtherParticlesIsRefused() {
    CtfTable three = CtfFile.read(Golden.file("ctf.pkl")).select(new int[] {0, 1, 2});
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> prepare(Golden.file("particles.mrcs"), settings(BOX, true, true, three)));
    assertEquals("the CTF of 3 particles for 96 images", error.getMessage());
  }

  private static void transform(float[] images) {
    Hartley2d hartley = new Hartley2d(BOX);
    for (int i = 0; i < images.length; i += PIXELS) {
      hartley.forward(images, i, images, i);
    }
  }

  private static Preprocessing.Settings settings(
      int box, boolean window, boolean invert, CtfTable phaseFlip) {
    return new Preprocessing.Settings(box, window, 0.85, invert, phaseFlip, 10, 2);
  }

  private float[] prepare(Path stack, Preprocessing.Settings settings) {
    Path out = folder.resolve("prepared.mrcs");
    write(stack, settings, out);
    return read(out);
  }

  private static void write(Path file, Preprocessing.Settings settings, Path out) {
    try (ParticleStack stack = ParticleStacks.open(file, null)) {
      new Preprocessing(stack, settings).write(out, done -> {});
    }
  }

  private static float[] read(Path stack) {
    MrcFile file = MrcFile.open(stack);
    float[] values = new float[file.nz() * file.valuesPerSection()];
    file.read(0, file.nz(), values, 0);
    return values;
  }

  private static float norm() throws IOException {
    Matcher matcher =
        Pattern.compile("\"norm\":\\s*\\[\\s*[-\\d.e]+,\\s*([-\\d.e]+)")
            .matcher(Files.readString(Golden.file("steps.json")));
    assertTrue(matcher.find());
    return Float.parseFloat(matcher.group(1));
  }
}
