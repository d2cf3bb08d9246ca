package org.cryodrgn.analysis.convergence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.analysis.maps.Masks;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvergenceTest {

  private static final int PARTICLES = 300;
  private static final int BOX = 16;

  @TempDir Path run;

  /** Three groups along the first axis that stay where they are; all epochs differ by an offset. */
  private void makeRun(int... epochs) throws IOException {
    Random random = new Random(1);
    float[] z = new float[2 * PARTICLES];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) (random.nextGaussian() + (i % 2 == 0 ? 40 * (i / 2 % 3) : 0));
    }
    for (int epoch : epochs) {
      float[] moved = z.clone();
      for (int i = 0; i < z.length; i += 2) {
        moved[i] += epoch;
      }
      LatentFile.write(run.resolve("z." + epoch + ".pkl"), new Latents(PARTICLES, 2, moved, moved));
      Files.createFile(run.resolve("weights." + epoch + ".pkl"));
    }
    Files.createFile(run.resolve("config.yaml"));
  }

  private static Convergence.Settings settings(boolean umap) {
    return new Convergence.Settings(
        2,
        200,
        0,
        umap ? new Umap.Settings(10, 0.1, 60, 42) : null,
        new ViewSketch.Settings(20, true, 1, 3, 8, 3),
        1,
        new Masks.Settings(OptionalDouble.empty(), 1, 2),
        1);
  }

  /** A map whose density depends on the epoch alone, from epoch 4 on not at all. */
  private static void write(RunFolder epoch, float[][] latents, Path folder) {
    for (int k = 0; k < latents.length; k++) {
      float[] values = new float[BOX * BOX * BOX];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i * (epoch.epoch() < 6 ? 0.7 : 0.3));
      }
      new MrcVolume(BOX, values, 2).write(folder.resolve("vol_00" + (k + 1) + ".mrc"));
    }
  }

  @Test
  void everythingIsWrittenUnderCryodrgnsNames() throws IOException {
    makeRun(1, 2, 3, 4, 5, 6, 7, 8);
    Path out = run.resolve("convergence.8");
    List<Integer> decoded = new ArrayList<>();
    Convergence convergence =
        new Convergence(
            new RunFolder(run, 8),
            out,
            settings(true),
            (epoch, latents, folder) -> {
              decoded.add(epoch.epoch());
              write(epoch, latents, folder);
            });
    convergence.prepare();
    List<Double> shares = new ArrayList<>();
    convergence.run(shares::add);
    assertEquals(List.of(1 / 3.0, 2 / 3.0, 1.0), shares);
    assertEquals(List.of(4, 6, 8), decoded);
    for (String name :
        List.of(
            "plots/01_encoder_umaps.png",
            "plots/02_encoder_latent_vector_shifts.png",
            "plots/03_decoder_UMAP-sketching.png",
            "plots/04_decoder_maxima-sketch-consistency.png",
            "plots/05_decoder_CC.png",
            "plots/06_decoder_FSC.png",
            "plots/07_decoder_FSC-nyquist.png",
            "umaps/umap.4.pkl",
            "vols.8/vol_003.masked.mrc")) {
      assertTrue(Files.size(out.resolve(name)) > 0, name);
    }
    assertEquals(200, array(out, "ind_subset.pkl", -1).size());
    // All moved by 1 along one axis in every step.
    double[] moves = array(out, "vector_metrics.pkl", 6, 3).toDoubles();
    assertArrayEquals(new double[] {1, 1, 0}, new double[] {moves[0], moves[1], moves[2]}, 1e-4);
    double[] correlations = array(out, "cc_masked.pkl", 3, 2).toDoubles();
    assertTrue(correlations[0] < 0.9);
    assertEquals(1, correlations[1], 1e-12);
    double[] shells = array(out, "fsc_masked.pkl", 3, 2, BOX / 2).toDoubles();
    assertEquals(1, shells[2 * BOX / 2 - 1], 1e-6);
    assertEquals(7.0 / BOX, array(out, "fsc_xaxis.pkl", 8).toDoubles()[7]);
    // One representative of each group, followed as the groups move.
    double[] first = column(out, 4);
    double[] last = column(out, 8);
    for (int k = 0; k < 3; k++) {
      assertEquals(4, last[k] - first[k], 1e-4);
      assertEquals(8, last[k] % 40, 2);
    }
  }

  /**
   * Views of an earlier analysis: in the first all particles are at one place, in the last at three
   * by another rule than their latents. A representative is the particle nearest to the median z.
   */
  @Test
  void representativesAreOfTheLastView() throws IOException {
    makeRun(1, 2, 3);
    Path out = run.resolve("again");
    int[] all = new int[PARTICLES];
    float[] last = new float[2 * PARTICLES];
    float[] first = new float[2 * PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      all[i] = i;
      last[2 * i] = i % 100 < 60 ? 0 : i % 100 < 90 ? 10.3f : 20;
      first[2 * i + 1] = i == 0 ? 1 : 0;
    }
    IndexFile.write(out.resolve("ind_subset.pkl"), all);
    for (int epoch : new int[] {1, 3}) {
      PickleWriter.write(
          out.resolve("umaps/umap." + epoch + ".pkl"),
          NumpyArray.of(epoch == 3 ? last : first, PARTICLES, 2));
    }
    Convergence convergence =
        new Convergence(new RunFolder(run, 3), out, settings(false), ConvergenceTest::write);
    convergence.prepare();
    convergence.run(share -> {});
    float[] z = LatentFile.read(run.resolve("z.3.pkl")).mean();
    List<List<Integer>> groups = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < PARTICLES; i++) {
      groups.get(Math.round(last[2 * i] / 10)).add(i);
    }
    double[] values =
        TextMatrix.read(out.resolve("repr_particles/latent_representative.3.txt")).values();
    assertEquals(2 * 3, values.length);
    for (int k = 0; k < 3; k++) {
      double[] median = new double[2];
      for (int d = 0; d < 2; d++) {
        int column = d;
        double[] sorted = groups.get(k).stream().mapToDouble(i -> z[2 * i + column]).toArray();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        median[d] = (sorted[half - 1] + sorted[half]) / 2;
      }
      int nearest = 0;
      for (int i = 1; i < PARTICLES; i++) {
        if (Math.hypot(z[2 * i] - median[0], z[2 * i + 1] - median[1])
            < Math.hypot(z[2 * nearest] - median[0], z[2 * nearest + 1] - median[1])) {
          nearest = i;
        }
      }
      assertEquals(z[2 * nearest], values[2 * k], 1e-5);
      assertEquals(z[2 * nearest + 1], values[2 * k + 1], 1e-5);
    }
  }

  private static double[] column(Path out, int epoch) {
    TextMatrix table =
        TextMatrix.read(out.resolve("repr_particles/latent_representative." + epoch + ".txt"));
    double[] column = new double[table.rows()];
    for (int i = 0; i < column.length; i++) {
      column[i] = table.values()[2 * i];
    }
    return column;
  }

  private static NumpyArray array(Path out, String name, int... shape) {
    Path file = out.resolve(name);
    return PickledArrays.array(file, PickledArrays.single(file, name), name, shape);
  }

  @Test
  void epochsThatWereNotKeptGiveWayToTheNext() {
    assertEquals(List.of(4, 9, 14, 17), Convergence.chosen(List.of(1, 2, 4, 5, 9, 14, 16, 17), 5));
    assertEquals(List.of(5, 10, 15), Convergence.chosen(List.of(5, 10, 15), 5));
    assertEquals(List.of(1, 3), Convergence.chosen(List.of(1, 2, 3), 5));
    assertEquals(List.of(7), Convergence.chosen(List.of(7), 5));
    assertEquals(List.of(1, 3, 4), Convergence.chosen(List.of(1, 2, 3, 4), 2));
  }

  @Test
  void whatIsMissingIsToldBeforeTheWork() throws IOException {
    makeRun(1, 2, 3, 4, 5, 6);
    Path out = run.resolve("out");
    DataException one =
        assertThrows(
            DataException.class,
            () ->
                new Convergence(
                    new RunFolder(run, 1), out, settings(true), ConvergenceTest::write));
    assertTrue(one.getMessage().contains("fewer than two epochs"), one.getMessage());
    Files.delete(run.resolve("weights.4.pkl"));
    DataException weights =
        assertThrows(
            DataException.class,
            () ->
                new Convergence(
                    new RunFolder(run, 6), out, settings(true), ConvergenceTest::write));
    assertTrue(weights.getMessage().contains("weights.4.pkl"), weights.getMessage());
    Convergence skipped = new Convergence(new RunFolder(run, 6), out, settings(false), null);
    skipped.prepare();
    DataException umap = assertThrows(DataException.class, () -> skipped.run(share -> {}));
    assertTrue(umap.getMessage().contains("--skip-umap"), umap.getMessage());
  }

  @Test
  void labelsGoOnAfterZ() {
    String[] labels = Convergence.labels(53);
    assertEquals("A", labels[0]);
    assertEquals("Z", labels[25]);
    assertEquals("AA", labels[26]);
    assertEquals("BA", labels[52]);
  }
}
