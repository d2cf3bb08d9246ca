package org.cryodrgn.cli.command;

import static org.cryodrgn.cli.command.StackImages.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.core.geometry.CryosparcJob;
import org.cryodrgn.core.geometry.CryosparcPoses;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.mrc.MapPosition;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownsampleCommandTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("cryodrgn.test-data")).resolve("golden");
  private static final Path REFERENCE = GOLDEN.resolve("cli/particles.16.mrcs");

  @TempDir Path folder;

  @Test
  void aStackEqualsTheReference() {
    Path out = folder.resolve("p.16.mrcs");
    CommandRunner.succeeds(
        "downsample " + GOLDEN.resolve("particles.mrcs") + " -D 16 -b 7 -o " + out);
    assertClose(StackImages.of(REFERENCE), StackImages.of(out));
    assertEquals(14.22, MrcFile.open(out).header().pixelSize());
    assertEquals(0, MrcFile.open(out).header().spaceGroup());
  }

  @Test
  void aSelectionOfAStarFileEqualsTheReference() {
    Path out = folder.resolve("s.mrcs");
    Path ind = GOLDEN.resolve("ind.pkl");
    CommandRunner.succeeds(
        "downsample " + GOLDEN.resolve("particles.star") + " -D 16 --ind " + ind + " -o " + out);
    assertClose(StackImages.of(GOLDEN.resolve("cli/particles.star.16.mrcs")), StackImages.of(out));
    assertEquals(14.22, MrcFile.open(out).header().pixelSize());
  }

  @Test
  void chunksAreListedAndHoldTheSameImages() throws IOException {
    Path out = folder.resolve("c.mrcs");
    CommandRunner.succeeds(
        "downsample " + GOLDEN.resolve("particles.cs") + " -D 16 --chunk 40 -o " + out);
    assertEquals(
        List.of("c.0.mrcs", "c.1.mrcs", "c.2.mrcs"), Files.readAllLines(folder.resolve("c.txt")));
    assertEquals(16, MrcFile.open(folder.resolve("c.2.mrcs")).nz());
    assertClose(StackImages.of(REFERENCE), StackImages.of(folder.resolve("c.txt")));
    assertFalse(Files.exists(out));
  }

  @Test
  void aStarFileKeepsItsRowsAndBringsThePixelSizeAlong() throws IOException {
    Path star = folder.resolve("out/p.star");
    Path stacks = folder.resolve("stacks");
    CommandRunner.succeeds(
        "downsample "
            + GOLDEN.resolve("particles.star")
            + " -D 16 --outdir "
            + stacks
            + " -o "
            + star);
    assertClose(StackImages.of(REFERENCE), StackImages.of(stacks.resolve("particles.mrcs")));
    RelionParticles particles = RelionParticles.read(star);
    assertEquals("000003@particles.mrcs", particles.imageName(2));
    assertEquals(14.22, particles.number(2, "_rlnImagePixelSize"));
    assertEquals(16, particles.number(2, "_rlnImageSize"));
    RelionParticles before = RelionParticles.read(GOLDEN.resolve("particles.star"));
    for (String label : List.of("_rlnOriginXAngst", "_rlnDefocusU", "_rlnMicrographName")) {
      assertEquals(before.text(95, label), particles.text(95, label));
    }
    try (ParticleStack stack = ParticleStacks.open(star, stacks)) {
      assertEquals(96, stack.size());
    }
  }

  /** Poses and CTF from the new table are those of the old one, but for box and pixel size. */
  @ParameterizedTest
  @ValueSource(strings = {"golden", "csdat"})
  void aCsFileKeepsItsRowsAndItsKind(String kind) throws IOException {
    Path source = GOLDEN.resolveSibling(kind).resolve("particles.cs");
    Path out = folder.resolve("out/p.cs");
    Path ind = Files.writeString(folder.resolve("i.txt"), "7 2 95");
    CommandRunner.succeeds(
        ("downsample " + source + " --datadir " + GOLDEN + " --ind " + ind)
            + (" -D 16 --outdir " + folder.resolve("stacks") + " -o " + out));
    CsFile before = CsFile.read(source).select(new int[] {7, 2, 95});
    CsFile after = CsFile.read(out);
    assertEquals(before.kind(), after.kind());
    assertArrayEquals(before.uids(), after.uids());
    assertEquals(List.copyOf(before.fields()), List.copyOf(after.fields()));
    assertArrayEquals(new double[] {16, 16}, after.numbers(2, "blob/shape"));
    assertEquals(14.22f, (float) after.numbers(0, "blob/psize_A")[0]);
    assertEquals(14.22f, (float) after.numbers(2, "alignments3D/psize_A")[0]);
    Set<String> changed =
        Set.of("blob/shape", "blob/psize_A", "alignments3D/shift", "alignments3D/psize_A");
    for (String field : before.fields()) {
      if (!changed.contains(field)) {
        assertEquals(before.describe(1, field), after.describe(1, field), field);
      }
    }
    assertClose(translations(before), translations(after));
    float[] all = StackImages.of(REFERENCE);
    try (ParticleStack stack = ParticleStacks.open(out, folder.resolve("stacks"))) {
      float[] image = new float[256];
      stack.read(new int[] {2}, image);
      assertClose(Arrays.copyOfRange(all, 95 * 256, 96 * 256), image);
    }
  }

  private static float[] translations(CsFile particles) {
    double[] values = CryosparcPoses.of(particles, null, CryosparcJob.REFINEMENT).translations();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  void shiftsInPixelsShrinkWithTheBox() throws IOException {
    Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("p.mrcs"));
    Path star =
        Files.writeString(
            folder.resolve("old.star"),
            "data_\nloop_\n_rlnImageName\n_rlnOriginX\n_rlnOriginY\n_rlnDetectorPixelSize\n"
                + "_rlnMagnification\n4@p.mrcs -3.0 7 5 10000\n2@p.mrcs 1.5 -5 5 10000\n");
    Path ind = Files.writeString(folder.resolve("i.txt"), "1");
    Path out = folder.resolve("new/n.star");
    CommandRunner.succeeds("downsample " + star + " -D 16 --ind " + ind + " -o " + out);
    RelionParticles particles = RelionParticles.read(out);
    assertEquals(1, particles.size());
    assertEquals(0.75, particles.number(0, "_rlnOriginX"));
    assertEquals(-2.5, particles.number(0, "_rlnOriginY"));
    assertEquals(10, particles.number(0, "_rlnDetectorPixelSize"));
    assertEquals("000002@p.mrcs", particles.imageName(0));
  }

  /** Of a table that tells a larger box, sizes and shifts are of that box. */
  @Test
  void shiftsInPixelsAreOfTheBoxThatTheTableTells() throws IOException {
    Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("p.mrcs"));
    Path star =
        Files.writeString(
            folder.resolve("old.star"),
            "data_\nloop_\n_rlnImageName\n_rlnOriginX\n_rlnImageSize\n_rlnImagePixelSize\n"
                + "4@p.mrcs 6 64 3.555\n");
    Path out = folder.resolve("new/n.star");
    CommandRunner.succeeds("downsample " + star + " -D 16 -o " + out);
    RelionParticles particles = RelionParticles.read(out);
    assertEquals(1.5, particles.number(0, "_rlnOriginX"));
    assertEquals(16, particles.number(0, "_rlnImageSize"));
    assertEquals(14.22, particles.number(0, "_rlnImagePixelSize"));
  }

  @Test
  void aCsFileWithoutABoxIsOfThatOfItsImages() throws IOException {
    Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("p.mrcs"));
    Path cs = folder.resolve("p.cs");
    NpyFile.writeRecords(
        cs,
        List.of(
            new NpyField("blob/path", '|', 'S', 6, new int[0], ""),
            new NpyField("blob/idx", '<', 'u', 4, new int[0], ""),
            new NpyField("blob/psize_A", '<', 'f', 4, new int[0], ""),
            new NpyField("alignments3D/shift", '<', 'f', 4, new int[] {2}, "")),
        1,
        (row, record) ->
            ByteBuffer.wrap(record)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("p.mrcs".getBytes(StandardCharsets.US_ASCII))
                .putInt(7)
                .putFloat(1.5f)
                .putFloat(4)
                .putFloat(-3));
    Path out = folder.resolve("new/n.cs");
    CommandRunner.succeeds("downsample " + cs + " -D 16 -o " + out);
    CsFile after = CsFile.read(out);
    assertEquals(3, after.numbers("blob/psize_A")[0]);
    assertArrayEquals(new double[] {2, -1.5}, after.numbers("alignments3D/shift"));
  }

  @Test
  void aPixelSizeThatNothingTellsIsTakenFor1() throws IOException {
    byte[] stack = Files.readAllBytes(GOLDEN.resolve("particles.mrcs"));
    Arrays.fill(stack, 40, 52, (byte) 0);
    Path unknown = Files.write(folder.resolve("unknown.mrcs"), stack);
    Path out = folder.resolve("small.mrcs");
    Outcome outcome = CommandRunner.succeeds("downsample " + unknown + " -D 16 -o " + out);
    assertTrue(outcome.out().contains("as if it were 1 Å before"), outcome.out());
    assertEquals(2, MrcFile.open(out).header().pixelSize());
  }

  /** Two microscopes: a header of 1 Å would be further off than either. */
  @Test
  void ofSeveralPixelSizesTheFirstIsWritten() throws IOException {
    Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("a.mrcs"));
    Path star =
        Files.writeString(
            folder.resolve("m.star"),
            "data_optics\nloop_\n_rlnOpticsGroup\n_rlnImagePixelSize\n1 1.5\n2 1.7\n"
                + "data_particles\nloop_\n_rlnImageName\n_rlnOpticsGroup\n"
                + "1@a.mrcs 2\n2@a.mrcs 1\n3@a.mrcs 2\n");
    Path out = folder.resolve("small.mrcs");
    Outcome outcome = CommandRunner.succeeds("downsample " + star + " -D 16 -o " + out);
    assertTrue(
        outcome
            .out()
            .contains("several pixel sizes; the header is written by that of the first, 1.7"),
        outcome.out());
    assertEquals(3.4, MrcFile.open(out).header().pixelSize(), 1e-6);
  }

  /** The table of the original box beside smaller images, as it is used for training. */
  @ParameterizedTest
  @ValueSource(strings = {"star", "cs"})
  void aTableOfTheBoxBeforeIsReadAsThat(String kind) throws IOException {
    String name = "particles." + kind;
    Path small = Files.createDirectory(folder.resolve("small"));
    Files.copy(REFERENCE, small.resolve("particles.mrcs"));
    Files.copy(GOLDEN.resolve(name), small.resolve(name));
    CommandRunner.succeeds(
        "downsample " + small.resolve(name) + " -D 8 -o " + folder.resolve("twice/" + name));
    CommandRunner.succeeds(
        "downsample " + GOLDEN.resolve(name) + " -D 8 -o " + folder.resolve("once/" + name));
    assertEquals(
        -1,
        Files.mismatch(folder.resolve("once/" + name), folder.resolve("twice/" + name)),
        "the tables are the same");
    assertEquals(
        28.44, MrcFile.open(folder.resolve("twice/particles.mrcs")).header().pixelSize(), 1e-4);
  }

  @Test
  void aListKeepsTheFoldersOfItsStacks() throws IOException {
    Files.createDirectories(folder.resolve("in/a"));
    Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("in/a/p.mrcs"));
    Files.copy(GOLDEN.resolve("cli/filtered.mrcs"), folder.resolve("in/q.mrcs"));
    Path list = Files.writeString(folder.resolve("in/l.txt"), "q.mrcs\na/p.mrcs\nq.mrcs\n");
    Path out = folder.resolve("l.txt");
    CommandRunner.succeeds(
        "downsample " + list + " -D 16 -o " + out + " --outdir " + folder.resolve("small"));
    assertEquals(
        List.of("small/q.mrcs", "small/a/p.mrcs", "small/q.mrcs"), Files.readAllLines(out));
    assertClose(StackImages.of(REFERENCE), StackImages.of(folder.resolve("small/a/p.mrcs")));
    assertEquals(106, StackImages.of(out).length / 256);
  }

  @Test
  void aStackIsNeverReplacedByItsSmallerSelf() throws IOException {
    Path stack = Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("particles.mrcs"));
    Path star = Files.copy(GOLDEN.resolve("particles.star"), folder.resolve("p.star"));
    for (String line :
        List.of(
            "downsample " + star + " -D 16 -o " + folder.resolve("q.star"),
            "downsample " + star + " -D 16 -o " + stack)) {
      Outcome outcome = CommandRunner.run(line);
      assertEquals(2, outcome.exitCode());
      assertTrue(outcome.err().contains("is an input and would be replaced"), outcome.err());
    }
    for (String line :
        List.of(
            "downsample " + stack + " -D 16 -o " + stack,
            "downsample x.txt -D 16 --chunk 5 -o x.mrcs",
            "preprocess " + star + " -D 16 -o " + folder.resolve("p.mrcs"))) {
      Outcome outcome = CommandRunner.run(line);
      assertEquals(2, outcome.exitCode());
      assertTrue(outcome.err().contains("would be replaced"), outcome.err());
    }
    assertEquals(-1, Files.mismatch(GOLDEN.resolve("particles.mrcs"), stack));
  }

  @Test
  void aVolumeKeepsItsMassAndItsFieldOfView() {
    int box = 8;
    float[] values = new float[512];
    for (int i = 0; i < 512; i++) {
      int x = i % 8;
      int z = i / 64;
      values[i] = (float) (2 + Math.cos(2 * Math.PI * x / 8) + Math.sin(2 * Math.PI * z / 8));
    }
    Path in = folder.resolve("v.mrc");
    new MrcVolume(box, values, 1.5, MapPosition.origin(-6, 0, 3)).write(in);
    Path out = folder.resolve("w.mrc");
    CommandRunner.succeeds("downsample " + in + " -D 4 --is-vol -o " + out);
    MrcVolume small = MrcVolume.read(out);
    assertEquals(3, small.pixelSize());
    assertEquals(MapPosition.origin(-6, 0, 3), small.position());
    // The same waves at every other point, times (8/4)^3.
    float[] expected = new float[64];
    for (int i = 0; i < 64; i++) {
      expected[i] = 8 * values[(i / 16) * 128 + (i / 4 % 4) * 16 + (i % 4) * 2];
    }
    assertClose(expected, small.values());
  }

  /** Voxels 4, -4 and 1 of a grid of 1.5 Å; the last would be half a voxel of 3 Å. */
  @Test
  void aSmallerVolumeLiesWhereItsGridPutTheLarger() {
    Path in = folder.resolve("v.mrc");
    new MrcVolume(8, new float[512], 1.5, new MapPosition(0, 0, 0, 4, -4, 1)).write(in);
    Path out = folder.resolve("w.mrc");
    CommandRunner.succeeds("downsample " + in + " -D 4 --is-vol -o " + out);
    assertEquals(MapPosition.origin(6, -6, 1.5), MrcVolume.read(out).position());
  }

  @Test
  void theMarkOfAPreparedStackGoesAlong() throws IOException {
    Path prepared = folder.resolve("prepared.mrcs");
    CommandRunner.succeeds("preprocess " + GOLDEN.resolve("particles.mrcs") + " -o " + prepared);
    Path small = folder.resolve("small.mrcs");
    CommandRunner.succeeds("downsample " + prepared + " -D 16 -o " + small);
    Path few = folder.resolve("few.mrcs");
    Path ind = Files.writeString(folder.resolve("i.txt"), "3 4");
    CommandRunner.succeeds("filter_mrcs " + small + " --ind " + ind + " -o " + few);
    assertEquals(
        List.of("cryodrgn preprocess: window inverted"),
        MrcFile.open(few).header().labels().subList(1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-D 15 -o x.mrcs | -D must be even and above zero, not 15",
        "-D 16 -o x.tif | -o must end in .mrcs, .mrc, .star, .cs or .txt, not x.tif",
        "-D 16 -o x.star | a .star output takes a .star input",
        "-D 16 -o x.cs | a .cs output takes a .cs input",
        "-D 16 -o x.mrcs --outdir y | --outdir is for .star, .cs and .txt output only",
        "-D 16 -o x.mrcs --chunk 0 | --chunk must be at least 1, not 0",
        "-D 16 -o x.mrcs --is-vol --chunk 5 | --is-vol takes an .mrc output",
        "-D 16 -o x.mrcs --max-threads 0 | --max-threads must be at least 1"
      })
  void badArgumentsAreRefused(String options, String told) {
    Outcome outcome = CommandRunner.run("downsample p.mrcs " + options);
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains(told), outcome.err());
  }

  @Test
  void aBoxAboveThatOfTheStackIsRefused() {
    Outcome outcome =
        CommandRunner.run(
            "downsample "
                + GOLDEN.resolve("particles.mrcs")
                + " -D 64 -o "
                + folder.resolve("x.mrcs"));
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("its box is 32, smaller than 64"), outcome.err());
    assertArrayEquals(new String[0], folder.toFile().list());
  }
}
