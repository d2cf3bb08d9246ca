package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.mrc.MrcFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MrcCommandsTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("cryodrgn.test-data")).resolve("golden");

  @TempDir Path folder;

  @Test
  void addPsizeEqualsTheReference() throws IOException {
    Path out = folder.resolve("psize.mrc");
    CommandRunner.succeeds("add_psize " + GOLDEN.resolve("cli/vol.mrc") + " --Apix 3.5 -o " + out);
    assertSameFile(GOLDEN.resolve("cli/psize.mrc"), out);
  }

  @Test
  void addPsizeWithoutAnOutputWritesBesideTheInput() throws IOException {
    Path volume = Files.copy(GOLDEN.resolve("cli/vol.mrc"), folder.resolve("my.vol.mrc"));
    CommandRunner.succeeds("add_psize " + volume + " --Apix 3.5");
    assertSameFile(GOLDEN.resolve("cli/psize.mrc"), folder.resolve("my.vol_psize.mrc"));
    assertEquals(-1, Files.mismatch(GOLDEN.resolve("cli/vol.mrc"), volume));
  }

  @Test
  void addPsizeMayReplaceItsInput() throws IOException {
    Path volume = Files.copy(GOLDEN.resolve("cli/vol.mrc"), folder.resolve("v.mrc"));
    CommandRunner.succeeds("add_psize " + volume + " --Apix 3.5 -o " + volume);
    assertSameFile(GOLDEN.resolve("cli/psize.mrc"), volume);
  }

  @Test
  void addPsizeRefusesASizeThatIsNone() {
    Outcome outcome = CommandRunner.run("add_psize x.mrc --Apix 0");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("--Apix must be from 0.01 to 1000 Å"), outcome.err());
  }

  @Test
  void filterMrcsEqualsTheReference() throws IOException {
    Path out = folder.resolve("filtered.mrcs");
    Path ind = GOLDEN.resolve("ind.pkl");
    CommandRunner.succeeds(
        "filter_mrcs " + GOLDEN.resolve("particles.mrcs") + " --ind " + ind + " -o " + out);
    assertSameFile(GOLDEN.resolve("cli/filtered.mrcs"), out);
  }

  /** cryoSPARC names its stacks so. */
  @Test
  void stacksMayBeMrcFiles() throws IOException {
    String golden = GOLDEN + "/";
    CommandRunner.succeeds(
        "filter_mrcs %sparticles.mrcs --ind %sind.pkl -o %s/a.mrc"
            .formatted(golden, golden, folder));
    assertSameFile(GOLDEN.resolve("cli/filtered.mrcs"), folder.resolve("a.mrc"));
    for (String line : List.of("phase_flip %s/a.mrc %s", "translate_mrcs %s/a.mrc %s")) {
      Outcome outcome =
          CommandRunner.run(
              line.formatted(folder, golden + "ctf.pkl") + " -o " + folder + "/b.map");
      assertEquals(2, outcome.exitCode());
      assertTrue(outcome.err().contains("-o must be a .mrcs or .mrc file, not "), outcome.err());
    }
  }

  @Test
  void filterMrcsNamesItsOutputAfterBothInputs() throws IOException {
    Path stack = Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("p.mrcs"));
    CommandRunner.succeeds("filter_mrcs " + stack + " --ind " + GOLDEN.resolve("ind.pkl"));
    assertSameFile(GOLDEN.resolve("cli/filtered.mrcs"), folder.resolve("p_ind.mrcs"));
    Outcome outcome =
        CommandRunner.run(
            "filter_mrcs " + stack + " --ind " + GOLDEN.resolve("ind.pkl") + " -o " + stack);
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("is the input and would be replaced"), outcome.err());
  }

  @Test
  void filterMrcsGathersTheImagesOfSeveralFiles() throws IOException {
    Path a = Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("a.mrcs"));
    Files.copy(GOLDEN.resolve("cli/filtered.mrcs"), folder.resolve("b.mrcs"));
    Path list = Files.writeString(folder.resolve("l.txt"), "b.mrcs\na.mrcs\n");
    Path ind = Files.writeString(folder.resolve("i.txt"), "5\n0\n");
    Path out = folder.resolve("out.mrcs");
    CommandRunner.succeeds("filter_mrcs " + list + " --ind " + ind + " -o " + out);
    byte[] bytes = Files.readAllBytes(out);
    assertArrayEquals(image(a, 0), image(out, 0));
    assertArrayEquals(image(folder.resolve("b.mrcs"), 0), image(out, 1));
    assertEquals(1024 + 2 * 4096, bytes.length);
    assertEquals(
        227.52f, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(40), 1e-3f);
  }

  /** Images 0 to 95 of 7.11 Å, 96 to 191 of 3 Å, told by the files of a list. */
  @Test
  void filterMrcsWritesThePixelSizeOfTheSelection() throws IOException {
    Path a = Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("a.mrcs"));
    CommandRunner.succeeds("add_psize " + a + " --Apix 3 -o " + folder.resolve("b.mrcs"));
    Path list = Files.writeString(folder.resolve("l.txt"), "a.mrcs\nb.mrcs\n");
    assertFiltered(7.11, false, list, "95 3");
    assertFiltered(3, false, list, "96 191");
    assertFiltered(7.11, true, list, "95 96");
    assertFiltered(3, true, list, "96 95");
  }

  /** The header of a single file stays as it is. */
  @Test
  void filterMrcsTellsWhereNoPixelSizeIsKnown() throws IOException {
    byte[] stack = Files.readAllBytes(GOLDEN.resolve("particles.mrcs"));
    Arrays.fill(stack, 40, 52, (byte) 0);
    for (String name : new String[] {"a.mrcs", "b.mrcs"}) {
      Files.write(folder.resolve(name), stack);
    }
    Files.writeString(folder.resolve("l.txt"), "a.mrcs\nb.mrcs\n");
    Path ind = Files.writeString(folder.resolve("i.txt"), "0 95");
    Path out = folder.resolve("out.mrcs");
    for (String[] told : new String[][] {{"l.txt", "1.0"}, {"a.mrcs", "0.0"}}) {
      String line = "filter_mrcs " + folder.resolve(told[0]) + " --ind " + ind + " -o " + out;
      String log = CommandRunner.succeeds(line).out();
      String warning = "tell no pixel size; the header is written with " + told[1] + " Å: set it";
      assertTrue(log.contains(warning), log);
      assertEquals(Double.parseDouble(told[1]), MrcFile.open(out).header().pixelSize());
    }
  }

  /** Of one file, whose header tells 7.11 Å. */
  @Test
  void filterMrcsWritesThePixelSizeThatTheTableTells() throws IOException {
    Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("a.mrcs"));
    Path star =
        Files.writeString(
            folder.resolve("m.star"),
            "data_optics\nloop_\n_rlnOpticsGroup\n_rlnImagePixelSize\n1 1.5\n2 1.7\n"
                + "data_particles\nloop_\n_rlnImageName\n_rlnOpticsGroup\n"
                + "1@a.mrcs 1\n2@a.mrcs 2\n3@a.mrcs 2\n");
    assertFiltered(1.7, false, star, "1 2");
    assertFiltered(1.5, true, star, "0 1");
    assertFiltered(1.7, true, star, "1 0");
  }

  private void assertFiltered(double pixelSize, boolean warned, Path particles, String indices)
      throws IOException {
    Path ind = Files.writeString(folder.resolve("i.txt"), indices);
    Path out = folder.resolve("out.mrcs");
    Outcome outcome =
        CommandRunner.succeeds("filter_mrcs " + particles + " --ind " + ind + " -o " + out);
    assertEquals(pixelSize, MrcFile.open(out).header().pixelSize(), 1e-6);
    assertEquals(
        warned,
        outcome
            .out()
            .contains(
                "The particles have several pixel sizes; the header is written with that of the"
                    + " first, "
                    + pixelSize
                    + " Å"),
        outcome.out());
  }

  /** In the lines that scripts take numbers from, as {@code grep "'nx'"} does. */
  @Test
  void viewHeaderTellsTheFieldsOfTheHeader() {
    Outcome outcome = CommandRunner.succeeds("view_header " + GOLDEN.resolve("cli/psize.mrc"));
    List<String> lines = outcome.out().lines().toList();
    for (String line :
        new String[] {
          "('nx', 32),", "('nz', 32),", "('mode', 2),", "('xlen', 112.0),", "('mapc', 1),",
          "('amin', -1.511361),", "('ispg', 1),", "('next', 0),", "('zorg', 0.0),", "('nlabl', 0),"
        }) {
      assertTrue(lines.contains(line), outcome.out());
    }
    String meaning = ") FLOAT32, volume, 3.5 x 3.5 x 3.5 Å a pixel, little endian";
    assertTrue(lines.get(lines.size() - 1).endsWith(meaning), outcome.out());
  }

  @Test
  void viewHeaderTellsThePixelSizeOfEachAxisAndLabels() throws IOException {
    ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve("cli/psize.mrc")));
    words.order(ByteOrder.LITTLE_ENDIAN).putFloat(48, 64).putInt(220, 1);
    words.put(224, "made by hand".getBytes(StandardCharsets.US_ASCII));
    Path map = Files.write(folder.resolve("flat.mrc"), words.array());
    Outcome outcome = CommandRunner.succeeds("view_header " + map);
    assertTrue(outcome.out().contains("volume, 3.5 x 3.5 x 2.0 Å a pixel"), outcome.out());
    assertTrue(outcome.out().contains("('label', 'made by hand'),\n"), outcome.out());
  }

  /** A header is looked at first of all where something is wrong with the file. */
  @Test
  void viewHeaderTellsOfFilesWhoseValuesCannotBeRead() throws IOException {
    byte[] map = Files.readAllBytes(GOLDEN.resolve("cli/psize.mrc"));
    Path cut = Files.write(folder.resolve("cut.mrc"), Arrays.copyOf(map, map.length - 4));
    Outcome outcome = CommandRunner.succeeds("view_header " + cut);
    assertTrue(outcome.out().contains("('nx', 32),"), outcome.out());
    assertTrue(outcome.out().contains("cut.mrc (byte 132092): the file is trunc"), outcome.out());

    ByteBuffer words = ByteBuffer.wrap(map.clone()).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(64, 3).putInt(68, 1).putInt(72, 2);
    Path permuted = Files.write(folder.resolve("permuted.map"), words.array());
    outcome = CommandRunner.succeeds("view_header " + permuted);
    assertTrue(outcome.out().contains("('mapc', 3),"), outcome.out());
    assertTrue(outcome.out().contains("its axes are permuted"), outcome.out());

    words.putInt(12, 3);
    Path complex = Files.write(folder.resolve("complex.mrc"), words.array());
    outcome = CommandRunner.succeeds("view_header " + complex);
    assertTrue(outcome.out().contains("('mode', 3),"), outcome.out());
    assertTrue(outcome.out().contains("values of no mode that is read here"), outcome.out());
  }

  private static byte[] image(Path stack, int index) throws IOException {
    byte[] bytes = Files.readAllBytes(stack);
    return Arrays.copyOfRange(bytes, 1024 + index * 4096, 1024 + (index + 1) * 4096);
  }

  /** The same bytes, except for the statistics: the reference keeps those of other values. */
  private static void assertSameFile(Path expected, Path actual) throws IOException {
    byte[][] bytes = {Files.readAllBytes(expected), Files.readAllBytes(actual)};
    for (byte[] file : bytes) {
      Arrays.fill(file, 76, 88, (byte) 0);
      Arrays.fill(file, 216, 220, (byte) 0);
    }
    assertArrayEquals(bytes[0], bytes[1]);
  }
}
