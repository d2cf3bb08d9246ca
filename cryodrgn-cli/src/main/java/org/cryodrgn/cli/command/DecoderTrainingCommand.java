package org.cryodrgn.cli.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.DecoderOptions;
import org.cryodrgn.cli.option.DeviceOptions;
import org.cryodrgn.cli.option.EncodingOptions;
import org.cryodrgn.cli.option.ImageOptions;
import org.cryodrgn.cli.option.MemoryOptions;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.option.PoseOptions;
import org.cryodrgn.cli.option.RecipeOptions;
import org.cryodrgn.cli.option.StepOptions;
import org.cryodrgn.cli.option.TrainingImages;
import org.cryodrgn.cli.option.TrainingOutput;
import org.cryodrgn.cli.run.AnalysisAtEnd;
import org.cryodrgn.cli.run.TrainingRun;
import org.cryodrgn.core.train.BetaSchedule;
import org.cryodrgn.core.train.DecoderTraining;
import org.cryodrgn.core.train.ImageSettings;
import org.cryodrgn.core.train.PoseSettings;
import org.cryodrgn.core.train.RunLog;
import org.cryodrgn.core.train.TrainingRequest;
import org.cryodrgn.io.config.RunConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that trainings without an encoder share, and the training that they ask for. */
abstract class DecoderTrainingCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Mixin private TrainingOutput output;

  @Mixin private ImageOptions images;

  @Mixin private TrainingImages transforms;

  @Mixin private MemoryOptions memory;

  @Mixin private DeviceOptions devices;

  @Mixin private DecoderOptions network;

  @Mixin private EncodingOptions encoding;

  @Mixin private StepOptions steps;

  @Mixin private RecipeOptions recipe;

  @Mixin private PoseOptions poses;

  /**
   * @param usualBatchSize if no other number is given
   */
  DecoderTrainingCommand(int usualBatchSize) {
    steps = new StepOptions(usualBatchSize);
  }

  /** The command, to check what is its own. */
  final CommandSpec spec() {
    return spec;
  }

  /** Whether and how poses are refined; as {@link PoseOptions#settings}. */
  final Optional<PoseSettings> poses(String pretrain, int value, int firstEpoch) {
    return poses.settings(pretrain, value, firstEpoch);
  }

  /**
   * Trains.
   *
   * @param latentDimension length of z; 0 for one map
   * @param latents how z is learned
   * @param refined how poses are refined; empty if they are not
   * @param analysis that follows; null for none
   * @return the exit code
   * @throws ParameterException if an option is out of range
   */
  final int train(
      int latentDimension,
      DecoderTraining.LatentSettings latents,
      Optional<PoseSettings> refined,
      AnalysisAtEnd analysis)
      throws Exception {
    RunConfig.ModelArgs architecture = network.modelArgs(latentDimension, encoding);
    double extent = network.extent(encoding);
    ImageSettings settings = images.settings(transforms.norm());
    output.validate();
    TrainingRequest.Optimisation how =
        steps.optimisation(recipe, refined, BetaSchedule.NONE, Double.NaN);
    TrainingRequest.Machine machine = memory.machine(devices);
    return TrainingRun.run(
        spec,
        output,
        how.epochs(),
        new RunLog(how.epochs(), false),
        where ->
            new DecoderTraining(
                new TrainingRequest(
                    particles.source(), settings, architecture, how, where, machine),
                extent,
                latents),
        analysis == null ? Optional.empty() : analysis.of(output, how.epochs(), machine.threads()));
  }
}
