package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.io.config.RunConfig;

/** A training of a tiny model on the golden particles: 96 images of 32 x 32, 12 steps an epoch. */
final class SmallTraining {

  static final int STEPS = 12;

  static final ParticleDataset.Source GOLDEN = source(Golden.file("particles.mrcs"));

  /** Points, radius and weight change on the way: a resumed run must meet them again. */
  private static final Recipe RECIPE = new Recipe(0.5, 0.5, 0.5, 0.2, 8, true);

  private static final RunConfig.ModelArgs MODEL =
      new RunConfig.ModelArgs(
          Optional.of(new RunConfig.EncoderArgs(1, 8, "resid", OptionalInt.of(8), Map.of())),
          1,
          8,
          2,
          "gaussian",
          OptionalDouble.of(0.5),
          OptionalInt.of(4),
          "fourier",
          "relu",
          Map.of());

  final RunFiles files;
  final ParticleDataset.Source source;
  final int epochs;
  Path load;
  double learningRate = 2e-3;
  MemorySettings memory = MemorySettings.DEFAULT;
  double[] norm;
  PoseSettings poses;
  BetaSchedule beta = BetaSchedule.parse("0.5");
  OptionalInt batch = OptionalInt.empty();
  Function<Engine, Devices> devices = Devices::one;
  int every = 1;
  Duration inside = Duration.ofNanos(1);

  SmallTraining(Path folder, ParticleDataset.Source source, int epochs) {
    this.files = new RunFiles(folder);
    this.source = source;
    this.epochs = epochs;
  }

  static ParticleDataset.Source source(Path particles) {
    return new ParticleDataset.Source(
        particles, null, null, 0, Golden.file("poses.pkl"), Golden.file("ctf.pkl"));
  }

  /** The golden particles, a pixel of one of which has another value. */
  static ParticleDataset.Source poisoned(Path stack, int particle, float value) throws IOException {
    Files.copy(Golden.file("particles.mrcs"), stack);
    try (RandomAccessFile file = new RandomAccessFile(stack.toFile(), "rw")) {
      file.seek(1024 + 4L * (particle * 32 * 32 + 500));
      file.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
    }
    return source(stack);
  }

  /** A selection of some particles. */
  static ParticleDataset.Source selected(ParticleDataset.Source all, Path indices) {
    return new ParticleDataset.Source(all.particles(), null, indices, 0, all.poses(), all.ctf());
  }

  /** The first of the golden particles. */
  static ParticleDataset.Source first(int count) {
    return new ParticleDataset.Source(
        GOLDEN.particles(), null, null, count, GOLDEN.poses(), GOLDEN.ctf());
  }

  /** Goes on from the newest checkpoint, or begins if there is none. */
  SmallTraining resumed() {
    load = files.checkpoints().latest().orElse(null);
    return this;
  }

  /** Goes on from what a file holds. */
  SmallTraining from(Path file) {
    load = file;
    return this;
  }

  boolean run(BooleanSupplier stop, TrainingListener... listeners) {
    files.prepare(load != null);
    return new VaeTraining(
            new TrainingRequest(
                source,
                new ImageSettings(true, true, 0.85, norm),
                MODEL,
                new TrainingRequest.Optimisation(
                    epochs,
                    load == null ? Optional.of(RECIPE) : Optional.empty(),
                    batch,
                    16,
                    OptionalDouble.of(learningRate),
                    OptionalDouble.of(1e-4),
                    beta,
                    Double.NaN,
                    load == null ? OptionalLong.of(7) : OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.ofNullable(poses)),
                new TrainingRequest.Output(files, load, every, inside, 24, List.of(), "test"),
                new TrainingRequest.Machine(1, OptionalInt.of(1), memory, devices)))
        .run(List.of(listeners), stop);
  }

  void runToTheEnd(TrainingListener... listeners) {
    assertEquals(true, run(() -> false, listeners));
  }

  /** Goes on from the newest checkpoint until so many batches were begun. */
  void stopAfter(int batches) {
    StopAfter stop = new StopAfter(batches, memory.lazy());
    assertFalse(resumed().run(stop, stop));
  }

  ModelCheckpoint checkpoint(Path file) {
    return ModelCheckpoint.read(file, spec());
  }

  static ModelSpec spec() {
    return ModelConfig.spec(MODEL, new RunConfig.LatticeArgs(33, 0.5, true, Map.of()));
  }

  /** To the bit: weights, moments, latents, and the averages of the last epoch. */
  static void assertSameEnd(SmallTraining expected, SmallTraining actual) {
    ModelCheckpoint one = expected.checkpoint(expected.files.finalWeights());
    ModelCheckpoint other = actual.checkpoint(actual.files.finalWeights());
    assertArrayEquals(one.weights().values().toArray(), other.weights().values().toArray());
    assertArrayEquals(
        one.optimiser().orElseThrow().state().secondMoment().toArray(),
        other.optimiser().orElseThrow().state().secondMoment().toArray());
    assertArrayEquals(one.progress().leftOut(), other.progress().leftOut());
    assertArrayEquals(bytes(expected.files.finalLatents()), bytes(actual.files.finalLatents()));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
