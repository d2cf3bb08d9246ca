package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.io.config.RunConfig;

/**
 * What is asked of a training.
 *
 * @param source the particles' files
 * @param images how they are scaled
 * @param architecture of the networks
 * @param optimisation how it is trained
 * @param output what is written when
 * @param machine its share of the machine
 */
public record TrainingRequest(
    ParticleDataset.Source source,
    ImageSettings images,
    RunConfig.ModelArgs architecture,
    Optimisation optimisation,
    Output output,
    Machine machine) {

  /**
   * How it is trained.
   *
   * @param epochs the last epoch
   * @param recipe what a step looks at; empty for the checkpoint's, or the classic one
   * @param batchSize images of a step; empty for the usual number, if the recipe allows as many
   * @param usualBatchSize of this kind of training
   * @param learningRate of Adam; empty for the checkpoint's, or 1e-4
   * @param weightDecay L2 penalty; empty for the checkpoint's, or 0
   * @param beta schedule of the divergence's weight, for models that have one
   * @param betaControl weight of the controlled divergence; NaN for none
   * @param seed of all draws; empty for one of the clock, or the checkpoint's
   * @param shuffleSeed of the order of particles; empty for the seed
   * @param poses how they are refined; empty if they stay as they are
   */
  public record Optimisation(
      int epochs,
      Optional<Recipe> recipe,
      OptionalInt batchSize,
      int usualBatchSize,
      OptionalDouble learningRate,
      OptionalDouble weightDecay,
      BetaSchedule beta,
      double betaControl,
      OptionalLong seed,
      OptionalLong shuffleSeed,
      Optional<PoseSettings> poses) {}

  /**
   * What is written when.
   *
   * @param files of the output folder
   * @param load checkpoint to go on from; null to begin
   * @param checkpointEvery epochs between two checkpoints; 0 for none but the last
   * @param checkpointInside time between two checkpoints inside an epoch; zero for none
   * @param logInterval particles between two progress lines
   * @param command the command line, for config.yaml
   * @param version of this program, for config.yaml
   */
  public record Output(
      RunFiles files,
      Path load,
      int checkpointEvery,
      Duration checkpointInside,
      int logInterval,
      List<String> command,
      String version) {}

  /**
   * The machine's share.
   *
   * @param threads of the engine and of the preparation of images
   * @param askedWorkers threads that prepare batches while the engine works, at least 1; empty for
   *     as many as its device is kept busy by
   * @param memory what the run may take
   * @param devices what it computes on, of what the engine finds
   */
  public record Machine(
      int threads,
      OptionalInt askedWorkers,
      MemorySettings memory,
      Function<Engine, Devices> devices) {

    /** To make a batch takes a thread up to three steps of a GPU, and longer from a slow disk. */
    private static final int WORKERS_OF_GPU = 8;

    /** One device, in float32. */
    Machine(int threads, int workers, MemorySettings memory) {
      this(threads, OptionalInt.of(workers), memory, Devices::one);
    }

    /**
     * The number of threads that prepare batches. A CPU has no core to spare for more than one,
     * which is idle most of the time, or two where they wait for a disk.
     */
    int workers(boolean onGpu) {
      int ofDevice =
          onGpu ? Math.min(WORKERS_OF_GPU, Math.max(1, threads - 1)) : memory.lazy() ? 2 : 1;
      return askedWorkers.orElse(ofDevice);
    }
  }
}
