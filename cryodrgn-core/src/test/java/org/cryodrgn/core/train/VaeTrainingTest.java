package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings of a small model on the golden particles. */
class VaeTrainingTest {

  private static final RunConfig.ModelArgs SMALL =
      new RunConfig.ModelArgs(
          Optional.of(new RunConfig.EncoderArgs(1, 16, "resid", OptionalInt.empty(), Map.of())),
          1,
          16,
          2,
          "gaussian",
          OptionalDouble.of(0.5),
          OptionalInt.empty(),
          "fourier",
          "relu",
          Map.of());

  @TempDir Path folder;

  @Test
  void resumedTrainingEndsWhereTheUninterruptedOneDoes() {
    RunFiles whole = train("whole", 4, null, 0, Options.DEFAULT);
    RunFiles parts = train("parts", 2, null, 0, Options.DEFAULT);
    // The seed, the learning rate and the moments come with the checkpoint.
    train("parts", 4, parts.weights(2), 0, Options.RESUMED);
    assertSameTraining(whole, parts, 4);
  }

  @Test
  void imagesReadAgainGiveWhatImagesHeldInMemoryGive() {
    RunFiles held = train("held", 1, null, 1, Options.DEFAULT);
    RunFiles lazy = train("lazy", 1, null, 3, Options.with(true, null, null));
    assertSameTraining(held, lazy, 1);
  }

  @Test
  void imagesReadInWindowsTrainTheSameWithAnyWorkersAndWhenResumed() {
    Options windows = Options.with(true, null, 32);
    RunFiles whole = train("windows", 4, null, 1, windows);
    train("resumed", 2, null, 3, windows);
    RunFiles resumed = new RunFiles(folder.resolve("resumed"));
    train("resumed", 4, resumed.weights(2), 3, windows);
    assertSameTraining(whole, resumed, 4);
    RunFiles uniform = train("uniform", 4, null, 1, Options.DEFAULT);
    assertFalse(
        Arrays.equals(
            weights(whole, 4).weights().values().toArray(),
            weights(uniform, 4).weights().values().toArray()));
  }

  @Test
  void imagesHeldAsFloat16ChangeLastDigitsOnly() {
    TrainingRecord record = new TrainingRecord();
    train("single", 1, null, 1, Options.DEFAULT, record);
    train("half", 1, null, 1, Options.with(false, ImagePrecision.FLOAT16, null), record);
    List<Double> losses = record.losses();
    assertNotEquals(losses.get(0), losses.get(1));
    assertEquals(losses.get(0), losses.get(1), 1e-4 * losses.get(0));
  }

  @Test
  void anotherSeedGivesAnotherTraining() {
    RunFiles one = train("one", 1, null, 0, Options.DEFAULT);
    RunFiles other =
        train("other", 1, null, 0, new Options(MemorySettings.DEFAULT, OptionalLong.of(8)));
    assertFalse(
        Arrays.equals(
            weights(one, 1).weights().values().toArray(),
            weights(other, 1).weights().values().toArray()));
  }

  @Test
  void lossFallsAndEverythingIsWritten() throws IOException {
    TrainingRecord record = new TrainingRecord();
    int live = Engine.liveArrays();
    RunFiles files = train("run", 6, null, 1, Options.DEFAULT, record);
    assertEquals(live, Engine.liveArrays(), "native arrays after a training");

    assertEquals(6, record.epochs.size());
    double first = record.losses().get(0);
    double last = record.losses().get(5);
    assertTrue(last < 0.97 * first, first + " to " + last);
    // Averages over images whose values have unit variance.
    assertEquals(1, first, 0.5);
    for (int epoch = 1; epoch <= 6; epoch++) {
      assertEquals(epoch % 2 == 0, Files.exists(files.weights(epoch)));
      assertEquals(epoch % 2 == 0, Files.exists(files.latents(epoch)));
    }
    assertEquals(-1, Files.mismatch(files.weights(6), files.finalWeights()));
    Latents latents = LatentFile.read(files.finalLatents());
    assertEquals(96, latents.particles());
    assertEquals(2, latents.dimension());

    RunConfig config = RunConfig.read(files.config());
    assertEquals(33, config.lattice().points());
    assertEquals(33.51873779296875, config.dataset().normDeviation(), 1e-5 * 33.5);
    assertEquals(OptionalInt.of(16), config.model().encoder().orElseThrow().mask());
    List<String> lines = Files.readAllLines(files.metrics());
    JsonNode end = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertEquals("epoch", end.get("type").asText());
    assertEquals(6, end.get("epoch").asInt());
    assertEquals(last, end.get("loss").asDouble(), 1e-12);
  }

  @Test
  void posesAndCtfOfAStarFileAreWrittenForOtherPrograms() {
    Path particles = Golden.file("particles.star").toAbsolutePath().normalize();
    ParticleDataset.Source source =
        new ParticleDataset.Source(
            Path.of("").toAbsolutePath().relativize(particles), null, null, 0, null, null);
    RunFiles star = train("star", 1, source, null, 1, Options.DEFAULT);
    RunConfig config = RunConfig.read(star.config());
    assertEquals(particles.toString(), config.dataset().particles());
    assertEquals(
        Optional.of(star.folder().resolve("poses.pkl").toString()), config.dataset().poses());
    assertEquals(Optional.of(star.folder().resolve("ctf.pkl").toString()), config.dataset().ctf());
    float[] fromStar = weights(star, 1).weights().values().toArray();
    float[] fromPickles =
        weights(train("pkl", 1, null, 1, Options.DEFAULT), 1).weights().values().toArray();
    // RELION's angles have six decimals, so the poses are equal to about 1e-7 radians.
    assertArrayEquals(fromPickles, fromStar, 1e-3f);
  }

  @Test
  void finishedEpochsAreNotTrainedAgain() {
    RunFiles files = train("done", 2, null, 1, Options.DEFAULT);
    DataException error =
        assertThrows(
            DataException.class, () -> train("done", 2, files.weights(2), 1, Options.DEFAULT));
    assertTrue(error.getMessage().contains("Raise --num-epochs"), error.getMessage());
  }

  private record Options(MemorySettings memory, OptionalLong seed) {
    static final Options DEFAULT = new Options(MemorySettings.DEFAULT, OptionalLong.of(7));
    static final Options RESUMED = new Options(MemorySettings.DEFAULT, OptionalLong.empty());

    static Options with(boolean lazy, ImagePrecision precision, Integer window) {
      return new Options(new MemorySettings(0, lazy, precision, window), OptionalLong.of(7));
    }
  }

  private RunFiles train(
      String name, int epochs, Path load, int workers, Options options, TrainingListener... told) {
    ParticleDataset.Source source =
        new ParticleDataset.Source(
            Golden.file("particles.mrcs"),
            null,
            null,
            0,
            Golden.file("poses.pkl"),
            Golden.file("ctf.pkl"));
    return train(name, epochs, source, load, workers, options, told);
  }

  private RunFiles train(
      String name,
      int epochs,
      ParticleDataset.Source source,
      Path load,
      int workers,
      Options options,
      TrainingListener... told) {
    RunFiles files = new RunFiles(folder.resolve(name));
    files.prepare(load != null);
    boolean resumed = load != null;
    new VaeTraining(
            new TrainingRequest(
                source,
                new ImageSettings(true, true, 0.85, null),
                SMALL,
                new TrainingRequest.Optimisation(
                    epochs,
                    Optional.empty(),
                    // 96 particles: the last batch is smaller.
                    OptionalInt.of(20),
                    16,
                    resumed ? OptionalDouble.empty() : OptionalDouble.of(2e-3),
                    resumed ? OptionalDouble.empty() : OptionalDouble.of(1e-4),
                    BetaSchedule.parse("0.5"),
                    Double.NaN,
                    options.seed(),
                    OptionalLong.empty(),
                    Optional.empty()),
                new TrainingRequest.Output(
                    files, load, epochs > 1 ? 2 : 1, Duration.ZERO, 1000, List.of(), "test"),
                new TrainingRequest.Machine(1, Math.max(1, workers), options.memory())))
        .run(List.of(told), () -> false);
    return files;
  }

  private static void assertSameTraining(RunFiles expected, RunFiles actual, int epoch) {
    ModelCheckpoint one = weights(expected, epoch);
    ModelCheckpoint other = weights(actual, epoch);
    assertArrayEquals(one.weights().values().toArray(), other.weights().values().toArray());
    assertArrayEquals(
        one.optimiser().orElseThrow().state().secondMoment().toArray(),
        other.optimiser().orElseThrow().state().secondMoment().toArray());
    assertEquals(
        one.optimiser().orElseThrow().learningRate(),
        other.optimiser().orElseThrow().learningRate());
    assertArrayEquals(
        LatentFile.read(expected.latents(epoch)).mean(),
        LatentFile.read(actual.latents(epoch)).mean());
  }

  private static ModelCheckpoint weights(RunFiles files, int epoch) {
    ModelSpec spec = ModelConfig.spec(SMALL, new RunConfig.LatticeArgs(33, 0.5, true, Map.of()));
    return ModelCheckpoint.read(files.weights(epoch), spec);
  }
}
