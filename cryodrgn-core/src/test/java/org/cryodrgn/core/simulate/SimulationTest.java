package org.cryodrgn.core.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.core.backproject.VoxelBackprojection;
import org.cryodrgn.core.backproject.VoxelBackprojection.CtfCorrection;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

  @TempDir Path folder;

  private static SimulationSettings settings(Kind kind, int particles, double snr, int threads) {
    return new SimulationSettings(kind, particles, 16, snr, 3, 0, 0.03, 360, 5, threads);
  }

  private Path write(String name, SimulationSettings settings) {
    Path out = folder.resolve(name);
    new Simulation(settings).write(out, done -> {});
    return out;
  }

  private static float[] images(Path set) {
    MrcFile file = MrcFile.open(set.resolve("particles.mrcs"));
    float[] images = new float[file.nz() * 256];
    file.read(0, file.nz(), images, 0);
    return images;
  }

  @Test
  void filesDoNotDependOnTheNumberOfThreads() throws IOException {
    Path one = write("one", settings(Kind.HINGE, 60, 1, 1));
    Path three = write("three", settings(Kind.HINGE, 60, 1, 3));
    List<Path> files;
    try (var walk = Files.walk(one)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    assertEquals(8 + 12, files.size());
    for (Path file : files) {
      assertEquals(-1, Files.mismatch(file, three.resolve(one.relativize(file))), file.toString());
    }
    float[] same = images(one);
    float[] other =
        images(
            write("other", new SimulationSettings(Kind.HINGE, 60, 16, 1, 4, 0, 0.03, 360, 5, 1)));
    assertNotEquals(same[0], other[0]);
  }

  /** Two sets that differ in the signal's scale only give signal and noise apart. */
  @Test
  void signalAndNoiseAreAsAsked() {
    int n = 800;
    float[] weak = images(write("weak", settings(Kind.HINGE, n, 0.25, 2)));
    float[] strong = images(write("strong", settings(Kind.HINGE, n, 4, 2)));
    double signalVariance = 0;
    double[] noise = new double[weak.length];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      double squares = 0;
      for (int p = 256 * i; p < 256 * (i + 1); p++) {
        // weak = s + noise, strong = 4 s + noise: the ratio of variances is 16.
        double signal = (strong[p] - weak[p]) / 3.0;
        noise[p] = weak[p] - signal;
        sum += signal;
        squares += signal * signal;
      }
      signalVariance += (squares / 256 - sum / 256 * sum / 256) / n;
    }
    assertEquals(0.25, signalVariance, 0.25 * 0.03);
    double mean = 0;
    double variance = 0;
    double alongX = 0;
    double betweenImages = 0;
    for (int p = 0; p < noise.length - 256; p++) {
      mean += noise[p];
      variance += noise[p] * noise[p];
      alongX += noise[p] * noise[p + 1];
      betweenImages += noise[p] * noise[p + 256];
    }
    double tolerance = 5 / Math.sqrt(noise.length);
    assertEquals(0, mean / noise.length, tolerance);
    assertEquals(1, variance / (noise.length - 256), 1.5 * tolerance);
    assertEquals(0, alongX / noise.length, tolerance);
    assertEquals(0, betweenImages / noise.length, tolerance);
  }

  @Test
  void theFilesAgreeOnPosesAndMicroscope() {
    Path set = write("set", settings(Kind.ASSEMBLY, 40, 1, 2));
    Poses poses = PoseFile.read(set.resolve("poses.pkl"));
    CtfTable ctf = CtfFile.read(set.resolve("ctf.pkl"));
    RelionParticles star = RelionParticles.read(set.resolve("particles.star"));
    CsFile cryosparc = CsFile.read(set.resolve("particles.cs"));
    assertEquals(40, star.size());
    assertEquals(40, cryosparc.size());
    double[] matrix = new double[9];
    for (int i = 0; i < 40; i++) {
      double[] expected = Arrays.copyOfRange(poses.rotations(), 9 * i, 9 * i + 9);
      Rotations.fromRelion(
          star.number(i, "_rlnAngleRot"),
          star.number(i, "_rlnAngleTilt"),
          star.number(i, "_rlnAnglePsi"),
          matrix,
          0);
      assertArrayEquals(expected, matrix, 1e-6);
      double[] vector = cryosparc.numbers(i, "alignments3D/pose");
      Rotations.fromCryosparc((float) vector[0], (float) vector[1], (float) vector[2], matrix, 0);
      assertArrayEquals(expected, matrix, 1e-5);
      double pixel = ctf.get(i, CtfTable.PIXEL_SIZE);
      assertEquals(
          poses.translations()[2 * i] * 16 * pixel, star.number(i, "_rlnOriginXAngst"), 1e-4);
      assertEquals(
          poses.translations()[2 * i + 1] * 16,
          cryosparc.numbers(i, "alignments3D/shift")[1],
          1e-5);
      assertEquals(pixel, star.number(i, "_rlnImagePixelSize"), 1e-5);
      assertEquals(ctf.get(i, CtfTable.DEFOCUS_U), star.number(i, "_rlnDefocusU"), 0.01);
      assertEquals(
          Math.toRadians(ctf.get(i, CtfTable.DEFOCUS_ANGLE)),
          cryosparc.numbers(i, "ctf/df_angle_rad")[0],
          1e-6);
      double defocus = (ctf.get(i, CtfTable.DEFOCUS_U) + ctf.get(i, CtfTable.DEFOCUS_V)) / 2;
      assertTrue(defocus > 7880 && defocus < 24120, "defocus " + defocus);
    }
    assertEquals(40, cryosparc.uids().length);
    assertEquals(40, Arrays.stream(cryosparc.uids()).distinct().count());
  }

  /** Back-projection knows nothing of how the images were made but their files. */
  @Test
  void backProjectionFindsTheAverageOfTheTruth() {
    Path set = write("set", settings(Kind.HINGE, 500, 4, 2));
    VoxelBackprojection backprojection =
        new VoxelBackprojection(
            ParticleStacks.open(set.resolve("particles.star"), null),
            PoseFile.read(set.resolve("poses.pkl")),
            CtfFile.read(set.resolve("ctf.pkl")),
            CtfCorrection.MULTIPLY,
            true,
            false,
            2);
    backprojection.run(500, 500, done -> {});
    float[] found = backprojection.all().map(1);
    float[] average = new float[found.length];
    for (int k = 0; k < 12; k++) {
      float[] map = MrcVolume.read(SimulatedFiles.map(set, k)).values();
      for (int i = 0; i < map.length; i++) {
        average[i] += map[i] / 12;
      }
    }
    double correlation = correlation(found, average);
    assertTrue(correlation > 0.9, "correlation " + correlation);
  }

  private static double correlation(float[] a, float[] b) {
    double n = a.length;
    double sumA = 0;
    double sumB = 0;
    double squaresA = 0;
    double squaresB = 0;
    double products = 0;
    for (int i = 0; i < a.length; i++) {
      sumA += a[i];
      sumB += b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
      products += (double) a[i] * b[i];
    }
    double varianceA = squaresA - sumA * sumA / n;
    double varianceB = squaresB - sumB * sumB / n;
    return (products - sumA * sumB / n) / Math.sqrt(varianceA * varianceB);
  }

  @Test
  void assemblyGrowsAndEveryStateIsPopulated() throws IOException {
    Path set = write("assembly", settings(Kind.ASSEMBLY, 400, 1, 2));
    int[] count = new int[5];
    for (String line : Files.readAllLines(set.resolve("truth/latents.txt"))) {
      count[Integer.parseInt(line)]++;
    }
    double core = sum(set, 0);
    for (int state = 0; state < 5; state++) {
      assertTrue(count[state] >= 10, "state " + state + ": " + count[state]);
      assertTrue(state == 0 || sum(set, state) > 1.1 * core);
    }
  }

  private static double sum(Path set, int map) {
    double sum = 0;
    for (float value : MrcVolume.read(SimulatedFiles.map(set, map)).values()) {
      sum += value;
    }
    return sum;
  }

  @Test
  void doesNotWriteOverADataSet() {
    write("set", settings(Kind.HINGE, 4, 1, 1));
    DataException refused =
        assertThrows(DataException.class, () -> write("set", settings(Kind.HINGE, 4, 1, 1)));
    assertTrue(refused.getMessage().contains("holds a data set already"));
  }
}
