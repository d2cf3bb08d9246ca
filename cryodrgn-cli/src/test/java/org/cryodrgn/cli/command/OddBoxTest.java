package org.cryodrgn.cli.command;

import static org.cryodrgn.cli.command.StackImages.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MapPosition;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no lattice of their own take images and maps of an odd box. */
class OddBoxTest {

  private static final int BOX = 9;
  private static final int PIXELS = BOX * BOX;

  @TempDir Path folder;

  private float[] values;

  @BeforeEach
  void makeImagesAndMap() {
    values = new float[BOX * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (7 * i * i + 3 * i) % 13 - 6;
    }
    stack("p.mrcs", Arrays.copyOf(values, 3 * PIXELS));
    new MrcVolume(BOX, values, 2, MapPosition.origin(10, 0, -4)).write(folder.resolve("v.mrc"));
  }

  /** To the values that cryoDRGN 4.3 writes for the same line. */
  @Test
  void imagesBecomeSmallerAsInCryodrgn() {
    String out = run("downsample F/p.mrcs -D 6 -o F/small.mrcs");
    float[] small = StackImages.of(folder.resolve("small.mrcs"));
    float[] first = {
      0.4730989f, 1.9559593f, -6.371198f, 3.0691664f, 5.189488f, -5.0430074f, //
      3.3699198f, -0.40288043f, -1.7429794f, 3.6779418f, -6.3500614f, -1.8185672f
    };
    float[] last = {-0.5187465f, 5.0093937f, -4.6364431f, 9.2666397f, -6.9033661f, -2.6923926f};
    assertClose(first, Arrays.copyOf(small, 12));
    assertClose(last, Arrays.copyOfRange(small, 3 * 36 - 6, 3 * 36));
    assertEquals(3, MrcFile.open(folder.resolve("small.mrcs")).header().pixelSize());
    assertTrue(out.contains("box of 9 is odd: pixel 5, counted from 0, becomes the centre"), out);
    run("preprocess F/p.mrcs -D 6 --no-window --uninvert-data -o F/prepared.mrcs");
    assertArrayEquals(small, StackImages.of(folder.resolve("prepared.mrcs")));
  }

  /** To cryoDRGN's values, and where voxel 5 lay, at 20 Å along x, voxel 3 lies now. */
  @Test
  void aMapBecomesSmallerAsInCryodrgn() {
    run("downsample F/v.mrc --is-vol -D 6 -o F/small.mrc");
    MrcVolume small = MrcVolume.read(folder.resolve("small.mrc"));
    int[] voxels = {0, 1, 7, 43, 100, 129, 215};
    float[] expected = {
      1.7111405f, 3.8650823f, -1.0431372f, -3.2371025f, 1.4672588f, -1.7681963f, 7.2614212f
    };
    float[] ours = new float[voxels.length];
    for (int i = 0; i < ours.length; i++) {
      ours[i] = small.values()[voxels[i]];
    }
    assertClose(expected, ours);
    assertEquals(3, small.pixelSize());
    assertEquals(MapPosition.origin(11, 1, -3), small.position());
  }

  @Test
  void rowsAndImagesAreFilteredAndShown() throws Exception {
    ctf();
    Path ind = Files.writeString(folder.resolve("i.txt"), "2 0");
    run("filter_mrcs F/p.mrcs --ind " + ind + " -o F/few.mrcs");
    assertArrayEquals(
        Arrays.copyOfRange(values, 2 * PIXELS, 3 * PIXELS),
        Arrays.copyOf(StackImages.of(folder.resolve("few.mrcs")), PIXELS));
    run("write_star F/p.mrcs --ctf F/c.pkl --ind " + ind + " -o F/few.star");
    assertEquals(9, RelionParticles.read(folder.resolve("few.star")).number(0, "_rlnImageSize"));
    run("view_mrcs F/p.mrcs -o F/p.png");
    assertTrue(Files.size(folder.resolve("p.png")) > 0);
  }

  /** By two columns and minus one row, unchanged otherwise. */
  @Test
  void imagesMoveByWholePixels() {
    double[] pixels = {2, -1, 2, -1, 2, -1};
    PickleWriter.write(folder.resolve("t.pkl"), NumpyArray.of(pixels, 3, 2));
    run("translate_mrcs F/p.mrcs F/t.pkl --tscale " + 1.0 / BOX + " -o F/moved.mrcs");
    float[] expected = new float[3 * PIXELS];
    for (int i = 0; i < expected.length; i++) {
      int row = (i % PIXELS / BOX + 1) % BOX;
      int column = (i % BOX - 2 + BOX) % BOX;
      expected[i] = values[i / PIXELS * PIXELS + row * BOX + column];
    }
    assertClose(expected, StackImages.of(folder.resolve("moved.mrcs")));
  }

  /** 10,000 Å under focus at 300 kV, no Cs: -sin(pi 197 s²), zero at 1.9, 2.7 and 3.3 waves. */
  @Test
  void phasesFlipWhereTheCtfIsNegative() {
    int[] frequencies = {1, -2, 3};
    float[] waves = new float[3 * PIXELS];
    float[] expected = new float[3 * PIXELS];
    for (int i = 0; i < waves.length; i++) {
      int frequency = frequencies[i / PIXELS];
      waves[i] = (float) Math.sin(2 * Math.PI * frequency * (i % BOX) / BOX + 0.3);
      expected[i] = frequency == -2 ? waves[i] : -waves[i];
    }
    stack("w.mrcs", waves);
    ctf();
    run("phase_flip F/w.mrcs F/c.pkl -o F/flipped.mrcs");
    assertClose(expected, StackImages.of(folder.resolve("flipped.mrcs")));
  }

  /** Four shells, 0 to 3 of 9; a map and twice itself agree in all. */
  @Test
  void mapsAreCorrelated() throws Exception {
    float[] twice = new float[values.length];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = 2 * values[i];
    }
    new MrcVolume(BOX, twice, 2).write(folder.resolve("w.mrc"));
    run("fsc F/v.mrc F/w.mrc -o F/fsc.txt");
    List<String> lines = Files.readAllLines(folder.resolve("fsc.txt"));
    assertEquals(5, lines.size());
    for (int i = 0; i < 4; i++) {
      String[] row = lines.get(i + 1).split(" ");
      assertEquals(i / 9.0, Double.parseDouble(row[0]), 1e-12);
      assertEquals(1, Double.parseDouble(row[1]), 1e-6);
    }
    run("fsc F/v.mrc F/w.mrc --ref-volume F/v.mrc -o F/masks.txt");
    assertEquals(5, Files.readAllLines(folder.resolve("masks.txt")).size());
  }

  private void ctf() {
    float[] row = {BOX, 3, 10_000, 10_000, 0, 300, 0, 0, 0};
    float[] rows = new float[3 * row.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row[i % row.length];
    }
    CtfFile.write(folder.resolve("c.pkl"), new CtfTable(rows));
  }

  private void stack(String name, float[] images) {
    try (MrcWriter writer = MrcWriter.create(folder.resolve(name), MrcHeader.forStack(BOX, 2))) {
      writer.write(images, 0, images.length / PIXELS);
      writer.finish();
    }
  }

  private String run(String line) {
    return CommandRunner.succeeds(line.replace("F/", folder + "/")).out();
  }
}
