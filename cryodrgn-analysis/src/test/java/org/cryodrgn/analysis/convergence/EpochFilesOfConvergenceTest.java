package org.cryodrgn.analysis.convergence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.analysis.maps.Masks;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a convergence analysis reads of the epochs, and what it keeps of them. */
class EpochFilesOfConvergenceTest {

  private static final int BOX = 8;

  @TempDir Path folder;

  private void latents(int epoch, int dimension, float... z) {
    LatentFile.write(
        folder.resolve("z." + epoch + ".pkl"), new Latents(z.length / dimension, dimension, z, z));
  }

  private EpochLatents read(List<Integer> kept, List<Integer> looked) throws IOException {
    if (!Files.exists(folder.resolve("config.yaml"))) {
      Files.createFile(folder.resolve("config.yaml"));
    }
    return EpochLatents.read(new RunFolder(folder, 3), kept, looked, n -> new int[] {n - 1, 0});
  }

  private static String refused(Executable what) {
    return assertThrows(DataException.class, what).getMessage();
  }

  /** All particles move by (1, 0), then by (2, 2): product 2, length of the second root of 8. */
  @Test
  void movesAreFromEpochToEpochAndThoseLookedAtStay() throws IOException {
    latents(1, 2, 0, 0, 5, 5, 7, 1);
    latents(2, 2, 1, 0, 6, 5, 8, 1);
    latents(3, 2, 3, 2, 8, 7, 10, 3);
    EpochLatents read = read(List.of(1, 2, 3), List.of(1, 3));
    assertEquals(1, read.shifts().size());
    assertArrayEquals(
        new double[] {2, Math.sqrt(8), 1 - 1 / Math.sqrt(2)}, read.shifts().get(0), 1e-6);
    assertEquals(3, read.particles());
    assertEquals(2, read.looked().size());
    assertArrayEquals(new float[] {7, 1, 0, 0}, read.looked().get(0));
    assertArrayEquals(new float[] {10, 3, 3, 2}, read.looked().get(1));
  }

  @Test
  void epochsOfAnotherTrainingAreRefused() throws IOException {
    latents(1, 2, new float[6]);
    latents(2, 3, new float[9]);
    latents(3, 2, new float[8]);
    String dimension = refused(() -> read(List.of(1, 2), List.of(1)));
    assertTrue(
        dimension.contains("z.2.pkl: holds 3 x 3 latents, the epoch before 3 x 2"), dimension);
    String particles = refused(() -> read(List.of(1, 3), List.of(1)));
    assertTrue(
        particles.contains("z.3.pkl: holds 4 x 2 latents, the epoch before 3 x 2"), particles);
    latents(1, 2, new float[4]);
    latents(2, 2, new float[4]);
    latents(3, 2, new float[4]);
    String few = refused(() -> read(List.of(1, 2, 3), List.of(2)));
    assertTrue(few.contains("holds fewer than three particles"), few);
  }

  /** Of 1, 2, 3, 4 and 2, 4, 6, 9, by hand: 11.5 / sqrt(5 x 26.75). */
  @Test
  void correlationIsPearsons() {
    float[] a = {1, 2, 3, 4};
    float[] b = {2, 4, 6, 9};
    assertEquals(11.5 / Math.sqrt(5 * 26.75), EpochMaps.correlation(a, b), 1e-12);
  }

  private static float[] block(float density) {
    float[] values = new float[BOX * BOX * BOX];
    Arrays.fill(values, 0.1f);
    values[3 * BOX * BOX + 4 * BOX + 2] = density;
    return values;
  }

  private EpochMaps maps(int first, int... boxes) throws IOException {
    EpochMaps maps = new EpochMaps(folder, first, 1);
    for (int e = 0; e < boxes.length; e++) {
      Files.createDirectories(maps.folder(e + 1));
      float[] values = boxes[e] == BOX ? block(5) : new float[boxes[e] * boxes[e] * boxes[e]];
      values[0] += 0.01f;
      new MrcVolume(boxes[e], values, 3).write(maps.folder(e + 1).resolve("vol_007.mrc"));
      Masks.Settings masks = new Masks.Settings(OptionalDouble.of(4.0), 1, 0);
      if (boxes[e] != BOX) {
        new MrcVolume(boxes[e], values, 3).write(maps.folder(e + 1).resolve("vol_007.masked.mrc"));
      } else {
        maps.mask(e + 1, 1, masks);
      }
    }
    return maps;
  }

  /** The dense voxel, and by a width of one voxel, whatever its size, its six neighbours. */
  @Test
  void mapsAreKeptWithinTheirMask() throws IOException {
    EpochMaps maps = maps(7, BOX, BOX);
    MrcVolume masked = MrcVolume.read(maps.folder(1).resolve("vol_007.masked.mrc"));
    assertEquals(3, masked.pixelSize(), 1e-6);
    float[] expected = new float[BOX * BOX * BOX];
    int centre = 3 * BOX * BOX + 4 * BOX + 2;
    for (int step : new int[] {1, -1, BOX, -BOX, BOX * BOX, -BOX * BOX}) {
      expected[centre + step] = 0.1f;
    }
    expected[centre] = 5;
    assertArrayEquals(expected, masked.values(), 1e-6f);
    assertEquals(1, maps.compare(List.of(1, 2), 1).correlations()[0][0], 1e-9);
  }

  @Test
  void mapsOfAnotherBoxAreRefused() throws IOException {
    String told = refused(() -> maps(7, BOX, 6).compare(List.of(1, 2), 1));
    assertTrue(told.contains("has box 6, the maps before it 8"), told);
  }

  @Test
  void particlesAreDrawnBySeedAndReadAgain() {
    ViewFiles files = new ViewFiles(folder);
    assertArrayEquals(new int[] {0, 1, 2, 3}, files.drawSubset(4, 4, 5));
    int[] drawn = files.drawSubset(100, 10, 5);
    assertArrayEquals(drawn, files.readSubset(100));
    assertArrayEquals(drawn, files.drawSubset(100, 10, 5));
    assertFalse(Arrays.equals(drawn, files.drawSubset(100, 10, 6)));
    assertEquals(10, Arrays.stream(drawn).distinct().count());
    int[] sorted = drawn.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, drawn);
    IndexFile.write(folder.resolve("ind_subset.pkl"), new int[] {3, 100});
    assertTrue(refused(() -> files.readSubset(100)).contains("there are 100 particles"));
  }

  @Test
  void aViewIsMadeAsAskedForAndIsOfItsParticles() {
    ViewFiles files = new ViewFiles(folder);
    float[] z = new float[3 * 40];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) Math.sin(i * i);
    }
    Umap.Settings settings = new Umap.Settings(5, 0.1, 20, 7);
    float[][] made = files.make(2, z, 3, settings);
    assertArrayEquals(made, files.read(2, 40));
    float[] plain = Umap.embed(z, 3, settings, share -> {});
    for (int i = 0; i < 40; i++) {
      assertEquals(plain[2 * i], made[0][i]);
      assertEquals(plain[2 * i + 1], made[1][i]);
    }
    assertThrows(DataException.class, () -> files.read(2, 39));
    assertTrue(refused(() -> files.read(3, 40)).contains("Leave out --skip-umap"));
  }
}
