package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.io.config.RunConfig;

/** A training of a small decoder on the golden particles, told piece by piece. */
final class SmallDecoder {

  static final int PARTICLES = 96;

  final RunFiles files;
  private final int zdim;
  private final String domain;
  private ParticleDataset.Source source = SmallTraining.GOLDEN;
  private PoseSettings poses;
  private Function<Engine, Devices> devices = Devices::one;
  private int width = 12;
  private double learningRate = 1e-3;
  private int epochs = 1;
  private int batchSize = PARTICLES;
  private Path load;
  private double extent = 0.5;
  private Duration inside = Duration.ZERO;
  private double[] norm;
  private DecoderTraining.LatentSettings latents =
      new DecoderTraining.LatentSettings(null, 1e-2, 0);

  SmallDecoder(Path folder, int zdim, String domain) {
    files = new RunFiles(folder);
    this.zdim = zdim;
    this.domain = domain;
  }

  static ModelCheckpoint checkpoint(Path file, int zdim, String domain) {
    RunConfig.LatticeArgs lattice = new RunConfig.LatticeArgs(33, 0.5, true, Map.of());
    return ModelCheckpoint.read(file, ModelConfig.spec(network(zdim, domain, 12), lattice));
  }

  private static RunConfig.ModelArgs network(int zdim, String domain, int width) {
    return new RunConfig.ModelArgs(
        Optional.empty(),
        1,
        width,
        zdim,
        "gaussian",
        OptionalDouble.of(0.5),
        OptionalInt.of(4),
        domain,
        "relu",
        Map.of());
  }

  SmallDecoder epochs(int number) {
    epochs = number;
    return this;
  }

  SmallDecoder batches(int images) {
    batchSize = images;
    return this;
  }

  SmallDecoder on(Function<Engine, Devices> choice) {
    devices = choice;
    return this;
  }

  SmallDecoder load(Path weights) {
    load = weights;
    return this;
  }

  /** Of a selection of the particles. */
  SmallDecoder of(Path indices) {
    source =
        new ParticleDataset.Source(
            source.particles(), null, indices, 0, source.poses(), source.ctf());
    return this;
  }

  SmallDecoder of(ParticleDataset.Source particles) {
    source = particles;
    return this;
  }

  SmallDecoder refining(PoseSettings settings) {
    poses = settings;
    return this;
  }

  /** A network of another width, at another rate. */
  SmallDecoder learning(int units, double rate) {
    width = units;
    learningRate = rate;
    return this;
  }

  SmallDecoder latents(Path file, int firstEpoch) {
    latents = new DecoderTraining.LatentSettings(file, 1e-2, firstEpoch);
    return this;
  }

  SmallDecoder savedEvery(Duration time) {
    inside = time;
    return this;
  }

  SmallDecoder scaled(double deviation) {
    norm = new double[] {0, deviation};
    return this;
  }

  SmallDecoder extent(double value) {
    extent = value;
    return this;
  }

  Path latest() {
    return files.checkpoints().latest().orElse(null);
  }

  /** Goes on from the newest checkpoint until so many batches were begun. */
  void stopAfter(int batches) {
    load = latest();
    StopAfter stop = new StopAfter(batches, false);
    assertFalse(run(stop, stop));
  }

  RunFiles go(TrainingListener... listeners) {
    assertTrue(run(() -> false, listeners));
    return files;
  }

  private boolean run(BooleanSupplier stop, TrainingListener... listeners) {
    files.prepare(load != null);
    return new DecoderTraining(
            new TrainingRequest(
                source,
                new ImageSettings(true, true, 0.85, norm),
                network(zdim, domain, width),
                new TrainingRequest.Optimisation(
                    epochs,
                    Optional.empty(),
                    OptionalInt.of(batchSize),
                    16,
                    OptionalDouble.of(learningRate),
                    OptionalDouble.empty(),
                    BetaSchedule.NONE,
                    Double.NaN,
                    OptionalLong.of(7),
                    OptionalLong.empty(),
                    Optional.ofNullable(poses)),
                new TrainingRequest.Output(files, load, 1, inside, 1000, List.of(), "test"),
                new TrainingRequest.Machine(1, OptionalInt.of(1), MemorySettings.DEFAULT, devices)),
            extent,
            latents)
        .run(List.of(listeners), stop);
  }
}
