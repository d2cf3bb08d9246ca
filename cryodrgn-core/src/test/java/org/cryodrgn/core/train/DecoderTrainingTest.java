package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.volume.VolumeDecoder;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a small decoder, with and without z, on the golden particles. */
class DecoderTrainingTest {

  private static final int PARTICLES = SmallDecoder.PARTICLES;

  @TempDir Path folder;

  /**
   * cryoDRGN 4.3 went on from decoder/nn/weights.1.pkl for two epochs of one step each, so that the
   * order of the particles does not matter.
   */
  @Test
  void oneMapAsPythonTrainsIt() {
    RunFiles files =
        run("nn", 0, "fourier").epochs(3).load(Golden.file("decoder/nn/weights.1.pkl")).go();
    assertSameWeights("decoder/nn/weights.3.pkl", files.weights(3), 0, "fourier");
    assertMap(Golden.mrc("decoder/nn/reconstruct.3.mrc"), files.checkpoint(3).map());
    assertFalse(Files.exists(files.latents(3)));
  }

  /** Likewise with z, whose own Adam begins anew, for three epochs. */
  @Test
  void decoderAndLatentsAsPythonTrainsThem() {
    RunFiles files =
        run("dec", 2, "hartley").epochs(4).load(Golden.file("decoder/dec/weights.1.pkl")).go();
    assertSameWeights("decoder/dec/weights.4.pkl", files.weights(4), 2, "hartley");
    Latents expected = LatentFile.read(Golden.file("decoder/dec/z.4.pkl"));
    Latents actual = LatentFile.read(files.latents(4));
    Golden.assertClose(expected.mean(), actual.mean(), 1e-4);
    assertMap(Golden.mrc("decoder/dec/reconstruct.4.mrc"), files.checkpoint(4).map());
  }

  @Test
  void resumedTrainingEndsWhereTheUninterruptedOneDoes() {
    RunFiles whole = run("whole", 2, "fourier").batches(20).epochs(4).go();
    SmallDecoder parts = run("parts", 2, "fourier").batches(20);
    RunFiles files = parts.epochs(2).go();
    parts.epochs(4).load(files.weights(2)).go();
    assertArrayEquals(
        checkpoint(whole.weights(4), 2, "fourier").weights().values().toArray(),
        checkpoint(files.weights(4), 2, "fourier").weights().values().toArray());
    assertArrayEquals(
        LatentFile.read(whole.latents(4)).mean(), LatentFile.read(files.latents(4)).mean(), 1e-6f);
  }

  /** A job that is queued again has the command line that it began with. */
  @Test
  void latentsToBeginWithAreNotTakenAgainWhenARunGoesOn() {
    Path begin = latents(PARTICLES, 2);
    RunFiles whole = run("whole", 2, "fourier").batches(20).epochs(2).latents(begin, 0).go();
    SmallDecoder parts = run("parts", 2, "fourier").batches(20).latents(begin, 0);
    RunFiles files = parts.epochs(1).go();
    parts.epochs(2).load(files.weights(1)).go();
    assertArrayEquals(
        LatentFile.read(whole.latents(2)).mean(), LatentFile.read(files.latents(2)).mean(), 1e-6f);
  }

  @Test
  void trainingStoppedAtAnyBatchEndsWhereTheUninterruptedOneDoes() {
    // One map, z that moves at once, and z that rests in the epoch of the first stops.
    int[][] kinds = {{0, 0}, {2, 0}, {2, 2}};
    for (int[] kind : kinds) {
      String name = kind[0] + "-" + kind[1];
      SmallDecoder run = run("whole" + name, kind[0], "fourier").batches(16).epochs(3);
      RunFiles whole = run.latents(null, kind[1]).go();
      SmallDecoder parts = run("parts" + name, kind[0], "fourier").batches(16).epochs(3);
      parts.latents(null, kind[1]);
      int[] batches = {2, 3, 5, 1};
      for (int stop : batches) {
        parts.stopAfter(stop);
      }
      RunFiles files = parts.load(parts.latest()).go();
      assertEquals(-1, mismatch(whole.finalCheckpoint().map(), files.finalCheckpoint().map()));
      if (kind[0] > 0) {
        assertEquals(-1, mismatch(whole.finalLatents(), files.finalLatents()));
      }
      assertArrayEquals(
          checkpoint(whole.finalWeights(), kind[0], "fourier").weights().values().toArray(),
          checkpoint(files.finalWeights(), kind[0], "fourier").weights().values().toArray());
    }
  }

  /** To the last step with a checkpoint after each; with none to the beginning and z as given. */
  @Test
  void latentsGoBackWithTheWeights() throws IOException {
    ParticleDataset.Source poisoned =
        SmallTraining.poisoned(folder.resolve("poisoned.mrcs"), 41, 1e30f);
    List<RunFiles> both = new ArrayList<>();
    for (Duration time : List.of(Duration.ofNanos(1), Duration.ZERO)) {
      SmallDecoder run = run("every" + time, 2, "fourier").of(poisoned).scaled(33.5);
      run.batches(16).epochs(2).latents(latents(PARTICLES, 2), 0).savedEvery(time);
      both.add(run.go());
    }
    assertEquals(-1, mismatch(both.get(0).finalLatents(), both.get(1).finalLatents()));
  }

  /** No image has told it: neither what was drawn for it, nor a part of the map. */
  @Test
  void latentsOfAParticleThatIsLeftOutAreZero() throws IOException {
    ParticleDataset.Source poisoned =
        SmallTraining.poisoned(folder.resolve("poisoned.mrcs"), 41, 1e30f);
    SmallDecoder run = run("run", 2, "fourier").of(poisoned).scaled(33.5);
    RunFiles files = run.batches(16).epochs(1).go();
    float[] z = LatentFile.read(files.latents(1)).mean();
    assertArrayEquals(new float[2], Arrays.copyOfRange(z, 2 * 41, 2 * 42));
    float[] mean = new float[2];
    for (int i = 0; i < z.length; i++) {
      mean[i % 2] += z[i] / (PARTICLES - 1);
    }
    RunConfig config = RunConfig.read(files.config());
    try (TrainedModel trained =
        TrainedModel.open(Engine.start(1, true), files.finalWeights(), files.config())) {
      float[] decoded =
          new VolumeDecoder(trained.model(), 0, config.dataset().normDeviation(), 1)
              .decode(mean, 32);
      Golden.assertClose(decoded, MrcVolume.read(files.checkpoint(1).map()).values(), 1e-5);
    }
  }

  @Test
  void lossFallsAndAllFilesAreThere() {
    TrainingRecord record = new TrainingRecord();
    int live = Engine.liveArrays();
    RunFiles files = run("run", 0, "fourier").batches(16).epochs(4).go(record);
    List<Double> losses = record.losses();
    assertEquals(live, Engine.liveArrays(), "native arrays after a training");
    assertTrue(losses.get(3) < 0.97 * losses.get(0), losses.toString());
    assertEquals(-1, mismatch(files.weights(4), files.finalWeights()));
    assertEquals(-1, mismatch(files.checkpoint(4).map(), files.finalCheckpoint().map()));
    RunConfig config = RunConfig.read(files.config());
    assertTrue(config.model().encoder().isEmpty());
    assertEquals(0, config.model().latentDimension());
    assertEquals(12, config.model().decoderWidth());
    // The map is that of the weights, at the pixel size of the CTF parameters.
    MrcVolume map = MrcVolume.read(files.finalCheckpoint().map());
    assertEquals(7.11, map.pixelSize(), 0.01);
    try (TrainedModel trained =
        TrainedModel.open(Engine.start(1, true), files.finalWeights(), files.config())) {
      float[] decoded =
          new VolumeDecoder(trained.model(), 0, config.dataset().normDeviation(), 1)
              .decode(new float[0], 32);
      Golden.assertClose(decoded, map.values(), 1e-5);
    }
  }

  @Test
  void latentsRestUntilTheirFirstEpoch() {
    Path start = latents(PARTICLES, 2);
    RunFiles files = run("rest", 2, "fourier").latents(start, 3).epochs(3).go();
    float[] given = LatentFile.read(start).mean();
    assertArrayEquals(given, LatentFile.read(files.latents(2)).mean());
    assertFalse(Arrays.equals(given, LatentFile.read(files.latents(3)).mean()));
  }

  @Test
  void latentsOfTheWholeStackAreSelectedWithTheParticles() {
    Path selection = folder.resolve("ind.pkl");
    int[] indices = IntStream.range(0, 32).map(i -> 3 * i).toArray();
    IndexFile.write(selection, indices);
    Path start = latents(PARTICLES, 2);
    // z that does not move is written as it was selected.
    RunFiles files = run("some", 2, "fourier").of(selection).latents(start, 9).epochs(1).go();
    float[] all = LatentFile.read(start).mean();
    float[] some = LatentFile.read(files.finalLatents()).mean();
    assertEquals(64, some.length);
    for (int i = 0; i < 32; i++) {
      assertEquals(all[2 * indices[i] + 1], some[2 * i + 1]);
    }
  }

  @Test
  void latentsThatDoNotFitAreRefused() {
    SmallDecoder fewer = run("fewer", 2, "fourier").latents(latents(50, 2), 0);
    assertRefused(fewer, "50 particles", "96");
    SmallDecoder longer = run("longer", 2, "fourier").latents(latents(PARTICLES, 5), 0);
    assertRefused(longer, "dimension 5", "--zdim 2");
  }

  @Test
  void latentsOfAsManyOthersAreRefusedAndOfTheSameElsewhereAreNot() throws IOException {
    Path some = folder.resolve("some.pkl");
    IndexFile.write(some, IntStream.range(0, 48).toArray());
    Path others = folder.resolve("others.pkl");
    IndexFile.write(others, IntStream.range(48, 96).toArray());
    Path weights = run("run", 2, "fourier").of(some).epochs(1).go().weights(1);
    SmallDecoder run = run("run", 2, "fourier").of(others).load(weights).epochs(2);
    assertRefused(run, "holds z of 48 of 96 particles", "not of 48 of 96", "--ind");

    ParticleDataset.Source golden = SmallTraining.GOLDEN;
    Path moved = folder.resolve("renamed.mrcs");
    Files.copy(golden.particles(), moved);
    Path renamed = Files.move(some, folder.resolve("renamed.pkl"));
    run.of(new ParticleDataset.Source(moved, null, renamed, 0, golden.poses(), golden.ctf())).go();
  }

  /** Half the extent is half of all frequencies: the same weights give another map. */
  @Test
  void extentScalesTheCoordinates() {
    RunFiles whole = run("whole", 0, "fourier").epochs(1).go();
    RunFiles half = run("half", 0, "fourier").extent(0.25).epochs(1).go();
    assertEquals(0.25, RunConfig.read(half.config()).lattice().extent());
    try (TrainedModel one =
            TrainedModel.open(Engine.start(1, true), whole.weights(1), whole.config());
        TrainedModel other =
            TrainedModel.open(Engine.start(1, true), whole.weights(1), half.config())) {
      assertArrayEquals(
          one.model().decode(new float[] {0.1f, 0.05f, -0.1f}, new float[0]),
          other.model().decode(new float[] {0.2f, 0.1f, -0.2f}, new float[0]),
          1e-6f);
    }
  }

  @Test
  void anotherExtentThanTheWeightsWereTrainedWithIsRefused() {
    Path weights = run("run", 0, "fourier").extent(0.25).epochs(1).go().weights(1);
    assertRefused(
        run("run", 0, "fourier").load(weights).epochs(2),
        "weights.1.pkl: was trained with --l-extent 0.25, not 0.5");
    run("run", 0, "fourier").extent(0.25).load(weights).epochs(2).go();
  }

  private static void assertRefused(SmallDecoder run, String... words) {
    DataException error = assertThrows(DataException.class, run::go);
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage());
    }
  }

  private Path latents(int particles, int dimension) {
    float[] values = new float[particles * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    Path file = folder.resolve("z" + particles + "x" + dimension + ".pkl");
    LatentFile.write(file, new Latents(particles, dimension, values, null));
    return file;
  }

  private static void assertSameWeights(String expected, Path actual, int zdim, String domain) {
    Golden.assertClose(
        checkpoint(Golden.file(expected), zdim, domain).weights().values().toArray(),
        checkpoint(actual, zdim, domain).weights().values().toArray(),
        1e-4);
  }

  private static void assertMap(float[] expected, Path actual) {
    Golden.assertClose(expected, MrcVolume.read(actual).values(), 1e-3);
  }

  private static ModelCheckpoint checkpoint(Path file, int zdim, String domain) {
    return SmallDecoder.checkpoint(file, zdim, domain);
  }

  private SmallDecoder run(String name, int zdim, String domain) {
    return new SmallDecoder(folder.resolve(name), zdim, domain);
  }

  private static long mismatch(Path one, Path other) {
    try {
      return Files.mismatch(one, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
