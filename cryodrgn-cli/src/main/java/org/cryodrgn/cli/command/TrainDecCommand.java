package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.DecoderOptions;
import org.cryodrgn.cli.option.DeviceOptions;
import org.cryodrgn.cli.option.EncodingOptions;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.option.ImageOptions;
import org.cryodrgn.cli.option.MemoryOptions;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.option.PoseOptions;
import org.cryodrgn.cli.option.RecipeOptions;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.StepOptions;
import org.cryodrgn.cli.option.TrainingImages;
import org.cryodrgn.cli.option.TrainingOutput;
import org.cryodrgn.cli.run.AnalysisAtEnd;
import org.cryodrgn.cli.run.TrainingRun;
import org.cryodrgn.core.train.BetaSchedule;
import org.cryodrgn.core.train.DecoderTraining;
import org.cryodrgn.core.train.ImageSettings;
import org.cryodrgn.core.train.RunLog;
import org.cryodrgn.core.train.TrainingRequest;
import org.cryodrgn.io.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a decoder and a z for each particle, poses known. */
@Command(
    name = "train_dec",
    description =
        "An auto-decoder: no encoder, the latent coordinate of every particle is learned itself,"
            + " poses known.",
    footer = {
      "cryodrgn train_dec particles.128.mrcs --poses poses.pkl --ctf ctf.pkl --zdim 8 -n 30 -o out",
      "cryodrgn train_dec particles.128.mrcs --poses poses.pkl --ctf ctf.pkl --zdim 8 "
          + "--load-z z.pkl -o out2"
    })
public final class TrainDecCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Mixin private TrainingOutput output;

  @Option(
      names = "--zdim",
      required = true,
      paramLabel = "N",
      description = "Dimension of the latent variable")
  private int latentDimension;

  @Heading("Training")
  @Option(
      names = "--load-z",
      paramLabel = "PKL",
      description = "z to begin with (default: standard normal values, or the checkpoint's)")
  private Path latents;

  @Heading("Training")
  @Option(names = "--z-lr", paramLabel = "X", description = "Learning rate of z")
  private double latentRate = 1e-4;

  @Heading("Training")
  @Option(
      names = "--pretrain-z",
      paramLabel = "N",
      description = "The first epoch in which z moves; before, the decoder learns alone")
  private int firstLatentEpoch;

  @Mixin private AnalysisAtEnd analysis;

  @Mixin private ImageOptions images;

  @Mixin private TrainingImages transforms;

  @Mixin private MemoryOptions memory;

  @Mixin private DeviceOptions devices;

  @Mixin private DecoderOptions network;

  @Mixin private EncodingOptions encoding;

  @Mixin private StepOptions steps = new StepOptions(8);

  @Mixin private RecipeOptions recipe;

  @Mixin private PoseOptions poses;

  @Heading("Poses")
  @Option(
      names = "--pretrain-pose",
      paramLabel = "N",
      description = "The first epoch in which poses move")
  private int firstPoseEpoch = 5;

  @Override
  public Integer call() throws Exception {
    Require.that(spec, latentDimension >= 1, "--zdim must be at least 1, not " + latentDimension);
    Require.that(spec, latentRate > 0, "--z-lr must be above 0, not " + latentRate);
    Require.that(
        spec, firstLatentEpoch >= 0, "--pretrain-z must not be negative, not " + firstLatentEpoch);
    RunConfig.ModelArgs architecture = network.modelArgs(latentDimension, encoding);
    double extent = network.extent(encoding);
    ImageSettings settings = images.settings(transforms.norm());
    output.validate();
    TrainingRequest.Optimisation how =
        steps.optimisation(
            recipe,
            poses.settings("--pretrain-pose", firstPoseEpoch, firstPoseEpoch),
            BetaSchedule.NONE,
            Double.NaN);
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
                new DecoderTraining.LatentSettings(latents, latentRate, firstLatentEpoch)),
        analysis.of(output, how.epochs(), machine.threads()));
  }
}
