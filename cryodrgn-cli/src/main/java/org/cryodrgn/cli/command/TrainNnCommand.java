package org.cryodrgn.cli.command;

import java.util.Optional;
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
import org.cryodrgn.cli.option.StepOptions;
import org.cryodrgn.cli.option.TrainingImages;
import org.cryodrgn.cli.option.TrainingOutput;
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

/** Trains one map for all particles, poses known. */
@Command(
    name = "train_nn",
    description =
        "The decoder of train_vae alone, for particles in one state: a check of poses and CTF"
            + " before a heterogeneous training.",
    footer = {"cryodrgn train_nn particles.128.mrcs --poses poses.pkl --ctf ctf.pkl -n 10 -o out"})
public final class TrainNnCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Mixin private TrainingOutput output;

  @Mixin private ImageOptions images;

  @Mixin private TrainingImages transforms;

  @Mixin private MemoryOptions memory;

  @Mixin private DeviceOptions devices;

  @Mixin private DecoderOptions network;

  @Mixin private EncodingOptions encoding;

  @Mixin private StepOptions steps = new StepOptions(16);

  @Mixin private RecipeOptions recipe;

  @Mixin private PoseOptions poses;

  @Heading("Poses")
  @Option(names = "--pretrain", paramLabel = "N", description = "Epochs before poses move")
  private int pretrain = 5;

  @Override
  public Integer call() throws Exception {
    RunConfig.ModelArgs architecture = network.modelArgs(0, encoding);
    double extent = network.extent(encoding);
    ImageSettings settings = images.settings(transforms.norm());
    output.validate();
    TrainingRequest.Optimisation how =
        steps.optimisation(
            recipe,
            poses.settings("--pretrain", pretrain, pretrain + 1),
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
                DecoderTraining.LatentSettings.NONE),
        Optional.empty());
  }
}
