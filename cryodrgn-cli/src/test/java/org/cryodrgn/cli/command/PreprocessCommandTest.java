package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.core.preprocess.PreprocessMark;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessCommandTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("cryodrgn.test-data")).resolve("golden");

  @TempDir Path folder;

  @Test
  void writesStackStarAndListThatBelongTogether() throws IOException {
    Path out = folder.resolve("p.16.mrcs");
    Path ind = Files.writeString(folder.resolve("i.txt"), "7 2 95\n");
    CommandRunner.succeeds(
        "preprocess "
            + GOLDEN.resolve("particles.star")
            + " -D 16 --phase-flip --ind "
            + ind
            + " -o "
            + out);
    RelionParticles particles = RelionParticles.read(folder.resolve("p.16.star"));
    assertEquals(3, particles.size());
    assertEquals("000002@p.16.mrcs", particles.imageName(1));
    assertEquals(14.22, particles.number(1, "_rlnImagePixelSize"));
    RelionParticles before = RelionParticles.read(GOLDEN.resolve("particles.star"));
    assertEquals(before.text(2, "_rlnDefocusU"), particles.text(1, "_rlnDefocusU"));
    assertEquals(before.text(95, "_rlnOriginXAngst"), particles.text(2, "_rlnOriginXAngst"));
    assertEquals(List.of("p.16.mrcs"), Files.readAllLines(folder.resolve("p.16.txt")));
    assertEquals(
        new PreprocessMark(true, true, true), PreprocessMark.of(MrcFile.open(out).header()));
    try (ParticleStack star = ParticleStacks.open(folder.resolve("p.16.star"), null)) {
      assertEquals(3, star.size());
      assertEquals(14.22, star.pixelSize().getAsDouble(), 1e-6);
    }
  }

  @Test
  void theCtfIsTheSameFromEverySource() {
    float[] star = prepared("particles.star", "--phase-flip", "a.mrcs");
    float[] cs = prepared("particles.cs", "--phase-flip", "b.mrcs");
    float[] pickle =
        prepared("particles.mrcs", "--phase-flip --ctf " + GOLDEN.resolve("ctf.pkl"), "c.mrcs");
    assertArrayEquals(star, pickle, 1e-4f);
    assertArrayEquals(cs, pickle, 1e-4f);
    float[] unflipped = prepared("particles.mrcs", "", "d.mrcs");
    double difference = 0;
    for (int i = 0; i < star.length; i++) {
      difference = Math.max(difference, Math.abs(star[i] - unflipped[i]));
    }
    assertTrue(difference > 0.1, "the flip changes the images");
  }

  /** A table of the whole stack is that of the images taken of it. */
  @Test
  void theCtfOfTheWholeStackIsSelectedWithTheImages() throws IOException {
    String flip = "--phase-flip --ctf " + GOLDEN.resolve("ctf.pkl");
    float[] all = prepared("particles.mrcs", flip, "all.mrcs");
    Path ind = Files.writeString(folder.resolve("i.txt"), "90 2");
    float[] some = prepared("particles.mrcs", flip + " --ind " + ind, "some.mrcs");
    assertArrayEquals(Arrays.copyOfRange(all, 90 * 1024, 91 * 1024), Arrays.copyOf(some, 1024));
    assertArrayEquals(
        Arrays.copyOfRange(all, 2 * 1024, 3 * 1024), Arrays.copyOfRange(some, 1024, 2048));
  }

  /** Whatever takes the stack then says which steps it leaves out. */
  @Test
  void stepsDoneBeforeAreTold() {
    prepared("particles.star", "--phase-flip -D 16", "flipped.mrcs");
    String input = folder.resolve("flipped.mrcs") + " --poses " + GOLDEN.resolve("poses.pkl");
    String ctf = " --ctf " + GOLDEN.resolve("ctf.pkl");
    for (String command :
        List.of("train_nn " + input + " --dim 8 -n 1 -o ", "backproject_voxel " + input + " -o ")) {
      String name = command.substring(0, 5);
      String out = CommandRunner.succeeds(command + folder.resolve(name) + ctf).out();
      for (String step : List.of("windowed", "inverted", "phase-flipped")) {
        assertTrue(out.contains("The stack is " + step + " already"), out);
      }
      String without = CommandRunner.succeeds(command + folder.resolve(name + "2")).out();
      assertTrue(!without.contains("phase-flipped"), without);
    }
  }

  @Test
  void theCtfOfATableOfTheBoxBeforeIsBroughtToTheImages() throws IOException {
    Path small = Files.createDirectory(folder.resolve("small"));
    Path stack = small.resolve("particles.mrcs");
    Files.copy(GOLDEN.resolve("cli/particles.16.mrcs"), stack);
    float[] expected =
        prepared(stack.toString(), "--phase-flip --ctf " + GOLDEN.resolve("ctf.pkl"), "p.mrcs");
    for (String name : List.of("particles.star", "particles.cs")) {
      Path table = Files.copy(GOLDEN.resolve(name), small.resolve(name));
      float[] images = prepared(table.toString(), "--phase-flip", "of-" + name + ".mrcs");
      assertArrayEquals(expected, images, 1e-4f, name);
      Path out = folder.resolve("of-" + name + ".mrcs");
      assertEquals(14.22, MrcFile.open(out).header().pixelSize(), 1e-4, name);
    }
  }

  @Test
  void aCryosparcTableStaysWithItsStack() throws IOException {
    Path out = folder.resolve("c.mrcs");
    Path ind = Files.writeString(folder.resolve("i.txt"), "7 2 95\n");
    CommandRunner.succeeds(
        "preprocess " + GOLDEN.resolve("particles.cs") + " -D 16 --ind " + ind + " -o " + out);
    CsFile before = CsFile.read(GOLDEN.resolve("particles.cs"));
    CsFile after = CsFile.read(folder.resolve("c.cs"));
    assertEquals(before.uids()[95], after.uids()[2]);
    assertEquals("c.mrcs", after.text(2, "blob/path"));
    assertArrayEquals(new double[] {0, 1, 2}, after.numbers("blob/idx"));
    assertEquals(14.22f, (float) after.numbers(1, "blob/psize_A")[0]);
    assertArrayEquals(before.numbers(2, "ctf/df1_A"), after.numbers(1, "ctf/df1_A"));
    assertEquals(3, RelionParticles.read(folder.resolve("c.star")).size());
  }

  @Test
  void aStackWithoutATableGetsOne() {
    prepared("particles.mrcs", "--uninvert-data --no-window -D 16", "e.mrcs");
    RelionParticles particles = RelionParticles.read(folder.resolve("e.star"));
    assertEquals(96, particles.size());
    assertEquals("000096@e.mrcs", particles.imageName(95));
    assertEquals(14.22, particles.number(95, "_rlnImagePixelSize"));
    assertEquals(
        PreprocessMark.NONE, PreprocessMark.of(MrcFile.open(folder.resolve("e.mrcs")).header()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-D 15 -o x.mrcs | -D must be even and above zero, not 15",
        "-o x.star | --outfile must be a .mrcs file, not 'x.star'",
        "-o x.mrcs --window-r 1 | --window-r must be above zero and at most 0.99",
        "-o x.mrcs --ctf c.pkl | --ctf is for --phase-flip",
        "-o x.mrcs --phase-flip | --phase-flip needs --ctf"
      })
  void badArgumentsAreRefused(String options, String told) {
    Outcome outcome = CommandRunner.run("preprocess p.mrcs " + options);
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains(told), outcome.err());
  }

  @Test
  void backprojectionLeavesOutWhatWasDone() {
    float[] raw = backprojected(GOLDEN.resolve("particles.star"));
    prepared("particles.star", "", "f.mrcs");
    assertEquals(1, correlation(raw, backprojected(folder.resolve("f.star"))), 1e-5);
    // The window falls before the flip here and after it there, which makes a small difference.
    prepared("particles.star", "--phase-flip", "g.mrcs");
    assertEquals(1, correlation(raw, backprojected(folder.resolve("g.star"))), 0.02);
  }

  private float[] backprojected(Path particles) {
    Path out = folder.resolve("map-" + particles.getFileName());
    CommandRunner.succeeds("backproject_voxel " + particles + " --no-half-maps -o " + out);
    return MrcVolume.read(out.resolve("backproject.mrc")).values();
  }

  private static double correlation(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  private float[] prepared(String input, String options, String output) {
    Path out = folder.resolve(output);
    CommandRunner.succeeds("preprocess " + GOLDEN.resolve(input) + " " + options + " -o " + out);
    return StackImages.of(out);
  }
}
