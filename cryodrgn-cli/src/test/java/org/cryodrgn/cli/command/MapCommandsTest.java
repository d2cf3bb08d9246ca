package org.cryodrgn.cli.command;

import static org.cryodrgn.cli.command.StackImages.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.mrc.MapPosition;
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapCommandsTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path folder;

  @Test
  void backprojectionWritesWhatCryodrgnWrites() throws Exception {
    Path out = folder.resolve("maps");
    Outcome outcome = backproject(out, "--output-sumcount", "--log-interval", "auto", "-b", "50");
    assertEquals(0, outcome.exitCode(), outcome.err());
    for (String name : List.of("backproject.mrc", "half_map_a.mrc", "half_map_b.mrc")) {
      MrcVolume expected = MrcVolume.read(GOLDEN.resolve("cli/backproject").resolve(name));
      MrcVolume ours = MrcVolume.read(out.resolve(name));
      assertClose(expected.values(), ours.values());
      assertEquals(7.11, ours.pixelSize(), 1e-5);
    }
    assertEquals(33, MrcVolume.read(out.resolve("backproject.sums")).box());
    assertEquals(33, MrcVolume.read(out.resolve("backproject.counts")).box());
    // Nothing reaches the corner: no sum, and a count that may be divided by.
    assertEquals(0, MrcVolume.read(out.resolve("backproject.sums")).values()[0]);
    assertEquals(1, MrcVolume.read(out.resolve("backproject.counts")).values()[0]);
    assertEquals(
        "pixres NoMask Spherical Loose Tight Corrected",
        Files.readAllLines(out.resolve("fsc-vals.txt")).get(0));
    assertTrue(Files.size(out.resolve("fsc-plot.png")) > 1000);
    assertTrue(outcome.out().contains("res @ FSC=0.143"), outcome.out());
    assertTrue(outcome.out().contains(") Backprojected 96 images in "), outcome.out());
  }

  @Test
  void halvesAndSelectionsCanBeLeftOut() {
    Path out = folder.resolve("one");
    Outcome outcome = backproject(out, "--no-half-maps", "--first", "5", "--ctf-alg", "flip");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(Files.exists(out.resolve("backproject.mrc")));
    assertFalse(Files.exists(out.resolve("half_map_a.mrc")));
    assertFalse(Files.exists(out.resolve("fsc-vals.txt")));
    assertTrue(outcome.out().contains("5 of 5 images"), outcome.out());
  }

  /** Neither a CTF nor a header that knows its cell. */
  @Test
  void aPixelSizeThatNothingTellsIsToldOf() throws IOException {
    byte[] stack = Files.readAllBytes(GOLDEN.resolve("particles.mrcs"));
    Arrays.fill(stack, 40, 52, (byte) 0);
    Path particles = Files.write(folder.resolve("unknown.mrcs"), stack);
    Outcome outcome =
        run(
            List.of("backproject_voxel", particles.toString()),
            "--poses",
            GOLDEN.resolve("poses.pkl").toString(),
            "-o",
            folder.resolve("unknown").toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("no pixel size"), outcome.out());
    assertTrue(outcome.out().contains("their FSC may flatter"), outcome.out());
    assertEquals(1, MrcVolume.read(folder.resolve("unknown/backproject.mrc")).pixelSize());
  }

  /** Of a stack of 7.11 Å and one of 3 Å; 1 Å would be further off than either. */
  @Test
  void ofSeveralPixelSizesTheMapsGetTheFirst() throws IOException {
    Path stack = GOLDEN.resolve("particles.mrcs");
    Path other = folder.resolve("b.mrcs");
    CommandRunner.succeeds("add_psize " + stack + " --Apix 3 -o " + other);
    Path list = Files.writeString(folder.resolve("l.txt"), stack + "\n" + other + "\n");
    Path poses = folder.resolve("poses.pkl");
    String golden = GOLDEN.resolve("poses.pkl").toString();
    CommandRunner.succeeds("concat_pkls " + golden + " " + golden + " -o " + poses);
    Path out = folder.resolve("maps");
    Outcome outcome =
        run(
            List.of("backproject_voxel", list.toString(), "--no-half-maps"),
            "--poses",
            poses.toString(),
            "-o",
            out.toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(
        outcome.out().contains("several pixel sizes: the maps get that of the first, 7.11 Å"),
        outcome.out());
    assertEquals(7.11, MrcVolume.read(out.resolve("backproject.mrc")).pixelSize(), 1e-5);
  }

  @Test
  void optionsThatDoNotHoldAreRefused() {
    String[][] lines = {
      {"--tilt", "--tilt is not available yet"},
      {"-b", "0", "--batch-size"},
      {"--ctf-alg", "none", "--ctf-alg must be one of mul, flip"},
      {"--log-interval", "often", "--log-interval"}
    };
    for (String[] line : lines) {
      Outcome outcome = backproject(folder.resolve("none"), Arrays.copyOf(line, line.length - 1));
      assertEquals(2, outcome.exitCode(), line[0]);
      assertTrue(outcome.err().contains(line[line.length - 1]), outcome.err());
      assertFalse(Files.exists(folder.resolve("none")));
    }
  }

  @Test
  void fscWritesTableAndPlot() throws Exception {
    Path text = folder.resolve("fsc.txt");
    Outcome outcome = fsc("-o", text.toString(), "-p");
    assertEquals(0, outcome.exitCode(), outcome.err());
    List<String> lines = Files.readAllLines(text);
    List<String> expected = Files.readAllLines(GOLDEN.resolve("cli/fsc.txt"));
    assertEquals(expected.size(), lines.size());
    for (int i = 1; i < lines.size(); i++) {
      String[] ours = lines.get(i).split(" ");
      String[] theirs = expected.get(i).split(" ");
      assertEquals(theirs[0], ours[0]);
      assertEquals(Double.parseDouble(theirs[1]), Double.parseDouble(ours[1]), 1e-6);
    }
    assertTrue(Files.exists(folder.resolve("fsc.png")));
    assertTrue(outcome.out().contains("res @ FSC=0.5: 28.44 ang"), outcome.out());
  }

  /** Where scripts count lines: two resolutions, the table from the fifth line on, a blank one. */
  @Test
  void fscPrintsLineByLineAsTheReference() {
    String[] lines = fsc().out().split("\n", -1);
    assertTrue(lines[1].endsWith(") res @ FSC=0.5: 28.44 ang"), lines[1]);
    assertTrue(lines[2].contains(") res @ FSC=0.143: "), lines[2]);
    assertEquals("pixres\tfsc", lines[4]);
    assertEquals("0.0\t1.0", lines[5]);
    assertEquals(5 + 16 + 2, lines.length);
    assertEquals("", lines[21]);
  }

  @Test
  void fscPrintsWithoutAFileAndKnowsMasks() {
    String map = GOLDEN.resolve("cli/backproject/backproject.mrc").toString();
    Outcome outcome = fsc("--ref-volume", map, "--Apix", "7.11");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(
        outcome.out().contains("0.0625\t0.9494\t0.9484\t0.989\t0.9997\t0.9997"), outcome.out());
    outcome = fsc("--mask", map, "--corrected", "30");
    assertEquals(0, outcome.exitCode(), outcome.err());
    outcome = fsc("--ref-volume", map, "--corrected", "30");
    assertEquals(2, outcome.exitCode());
    Path empty = folder.resolve("empty.mrc");
    new MrcVolume(32, new float[32 * 32 * 32], 7.11).write(empty);
    outcome = fsc("--mask", empty.toString());
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("empty.mrc: all voxels are 0"), outcome.err());
    outcome = fsc("--mask", GOLDEN.resolve("cli/vol_flip_invert_lp_crop.mrc").toString());
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("has a box of 24 voxels"), outcome.err());
  }

  @Test
  void mapsAreMirroredAndInverted() throws Exception {
    Path map = Files.copy(GOLDEN.resolve("cli/vol.mrc"), folder.resolve("vol.mrc"));
    assertEquals(0, CommandRunner.run("flip_hand", map.toString()).exitCode());
    Path inverted = folder.resolve("new/inverted.mrc");
    assertEquals(
        0,
        CommandRunner.run("invert_contrast", map.toString(), "-o", inverted.toString()).exitCode());
    assertArrayEquals(
        MrcVolume.read(GOLDEN.resolve("cli/flipped.mrc")).values(),
        MrcVolume.read(folder.resolve("vol_flipped.mrc")).values());
    assertArrayEquals(
        MrcVolume.read(GOLDEN.resolve("cli/inverted.mrc")).values(),
        MrcVolume.read(inverted).values());
    assertEquals(2, MrcVolume.read(inverted).pixelSize(), 1e-6);
    assertEquals(2, CommandRunner.run("flip_hand", "particles.star").exitCode());
  }

  /** As EMDB and CCP4 call them. */
  @Test
  void mapsMayBeCalledMap() throws Exception {
    Path map = Files.copy(GOLDEN.resolve("cli/vol.mrc"), folder.resolve("emd_1.map"));
    CommandRunner.succeeds("flip_hand " + map);
    assertArrayEquals(
        MrcVolume.read(GOLDEN.resolve("cli/flipped.mrc")).values(),
        MrcVolume.read(folder.resolve("emd_1_flipped.map")).values());
    Outcome outcome = CommandRunner.run("flip_hand", "particles.mrcs");
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome.err().contains("must be a .mrc or .map file, not 'particles.mrcs'"), outcome.err());
  }

  /** As CCP4 places maps: by their first voxel in the grid, whatever the size of a voxel. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flip_hand MAP -o OUT",
        "invert_contrast MAP -o OUT",
        "gen_mask MAP OUT",
        "gen_mask MAP OUT --Apix 3",
        "add_psize MAP --Apix 3 -o OUT"
      })
  void aMapOfAMapLiesWhereItLies(String line) {
    MrcVolume map = MrcVolume.read(GOLDEN.resolve("cli/vol.mrc"));
    Path placed = folder.resolve("placed.mrc");
    MapPosition position = new MapPosition(0, 0, 0, -16, -16, 40);
    new MrcVolume(map.box(), map.values(), map.pixelSize(), position).write(placed);
    Path out = folder.resolve("out.mrc");
    Outcome outcome =
        CommandRunner.succeeds(
            line.replace("MAP", placed.toString()).replace("OUT", out.toString()));
    assertEquals(position, MrcVolume.read(out).position());
  }

  /** A part of a map with voxels of its own height, as crystallographers' programs cut it out. */
  @Test
  void mapsThatAreNoCubesKeepGridAndCell() throws IOException {
    ByteBuffer map = ByteBuffer.allocate(1024 + 4 * 2 * 3 * 4).order(ByteOrder.LITTLE_ENDIAN);
    int[] words = {4, 3, 2, 2, -7, 8, 9, 8, 6, 10};
    for (int i = 0; i < words.length; i++) {
      map.putInt(4 * i, words[i]);
    }
    float[] cell = {12, 9, 20, 90, 90, 90};
    for (int i = 0; i < cell.length; i++) {
      map.putFloat(40 + 4 * i, cell[i]);
    }
    for (int i = 0; i < 3; i++) {
      map.putInt(64 + 4 * i, i + 1);
    }
    map.putInt(88, 1).putInt(208, 0x2050414D).putInt(212, 0x4444);
    for (int i = 0; i < 24; i++) {
      map.putFloat(1024 + 4 * i, i);
    }
    Path file = Files.write(folder.resolve("part.mrc"), map.array());
    for (String command : List.of("flip_hand", "invert_contrast")) {
      Path out = folder.resolve(command + ".mrc");
      Outcome outcome = CommandRunner.succeeds(command, file.toString(), "-o", out.toString());
      ByteBuffer changed = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(map.slice(0, 76), changed.slice(0, 76));
      for (int i = 0; i < 24; i++) {
        float expected = command.equals("flip_hand") ? (i + 12) % 24 : -i;
        assertEquals(expected, changed.getFloat(1024 + 4 * i), 0, command);
      }
    }
  }

  @Test
  void maskEqualsTheReference() {
    Path map = GOLDEN.resolve("cli/backproject/backproject.mrc");
    Path mask = folder.resolve("new/mask.mrc");
    Path plot = folder.resolve("mask.png");
    String line = "gen_mask " + map + " " + mask;
    Outcome outcome =
        CommandRunner.succeeds(line + " --Apix 7.11 --dilate 15 --dist 10 -p " + plot);
    assertArrayEquals(
        MrcVolume.read(GOLDEN.resolve("cli/mask.mrc")).values(), MrcVolume.read(mask).values());
    assertEquals(7.11, MrcVolume.read(mask).pixelSize(), 1e-5);
    assertTrue(Files.exists(plot));
    String told = outcome.out().lines().findFirst().orElseThrow();
    assertEquals(0.48467, Double.parseDouble(told.split("Threshold=")[1]), told);
    assertTrue(outcome.out().contains("by 2 px"), outcome.out());
    assertTrue(outcome.out().contains("Width of cosine edge: 1.41 px"), outcome.out());
    Outcome whole = CommandRunner.run(line + " --threshold -1e9");
    assertTrue(whole.out().contains("The mask is the whole box"), whole.out());
    float[] ones = new float[32 * 32 * 32];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, MrcVolume.read(mask).values());
    assertEquals(2, CommandRunner.run(line + " --dist -1").exitCode());
  }

  /** What is dense lies above a background of 0. */
  @Test
  void maskOfAMapBelowZeroIsToldOf() {
    MrcVolume map = MrcVolume.read(GOLDEN.resolve("cli/backproject/backproject.mrc"));
    float[] values = map.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = -Math.abs(values[i]) - 1;
    }
    Path inverted = folder.resolve("inverted.mrc");
    new MrcVolume(map.box(), values, 7.11).write(inverted);
    String line = "gen_mask " + inverted + " " + folder.resolve("mask.mrc");
    String told = "which is below 0: the contrast of the map may be inverted. Turn it with";
    assertTrue(CommandRunner.run(line).out().contains(told));
    assertFalse(CommandRunner.run(line + " --threshold -3").out().contains(told));
    assertTrue(fsc("--ref-volume", inverted.toString()).out().contains(told));
    String upright = GOLDEN.resolve("cli/backproject/backproject.mrc").toString();
    assertFalse(fsc("--ref-volume", upright).out().contains(told));
  }

  /** One number tells the size of a voxel wherever a map is computed with. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_mask MAP OUT",
        "fsc MAP MAP -o OUT",
        "fsc GOLDEN GOLDEN --Apix 2 --mask MAP -o OUT",
        "downsample MAP --is-vol -D 16 -o OUT"
      })
  void voxelsThatAreNoCubesAreToldOf(String line) throws IOException {
    Path golden = GOLDEN.resolve("cli/vol.mrc");
    for (float stretched : new float[] {1.5f, 1.005f}) {
      byte[] bytes = Files.readAllBytes(golden);
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      header.putFloat(48, 64 * stretched);
      Path map = Files.write(folder.resolve("map.mrc"), bytes);
      Outcome outcome =
          CommandRunner.run(
              line.replace("MAP", map.toString())
                  .replace("GOLDEN", golden.toString())
                  .replace("OUT", folder.resolve("out.mrc").toString()));
      assertEquals(0, outcome.exitCode(), outcome.err());
      assertEquals(
          stretched > 1.01,
          outcome.out().contains(map + ": its voxels are 2.0 x 2.0 x 3.0 Å by its header"),
          outcome.out());
    }
  }

  private static Outcome backproject(Path out, String... more) {
    return run(
        List.of(
            "backproject_voxel",
            GOLDEN.resolve("particles.mrcs").toString(),
            "--poses",
            GOLDEN.resolve("poses.pkl").toString(),
            "--ctf",
            GOLDEN.resolve("ctf.pkl").toString(),
            "-o",
            out.toString()),
        more);
  }

  private static Outcome fsc(String... more) {
    Path maps = GOLDEN.resolve("cli/backproject");
    return run(
        List.of(
            "fsc",
            maps.resolve("half_map_a.mrc").toString(),
            maps.resolve("half_map_b.mrc").toString()),
        more);
  }

  private static Outcome run(List<String> command, String... more) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(more));
    return CommandRunner.run(line.toArray(String[]::new));
  }
}
