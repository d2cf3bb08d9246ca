package org.cryodrgn.cli.command;

import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.BetaOptions;
import org.cryodrgn.cli.option.DeviceOptions;
import org.cryodrgn.cli.option.EncodingOptions;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.option.ImageOptions;
import org.cryodrgn.cli.option.MemoryOptions;
import org.cryodrgn.cli.option.NetworkOptions;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.option.PoseOptions;
import org.cryodrgn.cli.option.RecipeOptions;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.StepOptions;
import org.cryodrgn.cli.option.TiltEncoderOptions;
import org.cryodrgn.cli.option.TrainingImages;
import org.cryodrgn.cli.option.TrainingOutput;
import org.cryodrgn.cli.run.AnalysisAtEnd;
import org.cryodrgn.cli.run.TrainingRun;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.train.ImageSettings;
import org.cryodrgn.core.train.RunLog;
import org.cryodrgn.core.train.TrainingRequest;
import org.cryodrgn.core.train.VaeTraining;
import org.cryodrgn.io.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the heterogeneous model with known poses. */
@Command(
    name = "train_vae",
    description =
        "A variational autoencoder of the particles' conformations (Zhong et al., Nat. "
            + "Methods 2021).",
    footer = {
      "cryodrgn train_vae particles.128.mrcs --poses poses.pkl --ctf ctf.pkl --zdim 8 "
          + "-n 20 -o out",
      "cryodrgn train_vae particles.128.mrcs --poses poses.pkl --ctf ctf.pkl --zdim 8 "
          + "-n 30 --load latest -o out"
    })
@NotYet.Options({"--ntilts", "--random-tilts", "-d", "--dose-per-tilt", "-a", "--angle-per-tilt"})
public final class TrainVaeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Mixin private TrainingOutput output;

  @Mixin private AnalysisAtEnd analysis;

  @Mixin private ImageOptions images;

  @Mixin private TrainingImages transforms;

  @Mixin private MemoryOptions memory;

  @Mixin private DeviceOptions devices;

  @Heading("Resources")
  @Option(
      names = "--num-workers",
      paramLabel = "N",
      description =
          "Threads that prepare batches ahead (default: 1, with --lazy 2; on a GPU one less than"
              + " all, 8 at most)")
  private Integer workers;

  @Heading("Resources")
  @Option(
      names = "--max-threads",
      paramLabel = "N",
      description = "Threads at most, of the engine and for loading")
  private int maxThreads = 16;

  @Mixin private NetworkOptions network;

  @Mixin private TiltEncoderOptions tiltEncoder = new TiltEncoderOptions(64);

  @Mixin private EncodingOptions encoding;

  @Mixin private StepOptions steps;

  @Mixin private RecipeOptions recipe;

  @Mixin private BetaOptions beta;

  @Mixin private PoseOptions poses = new PoseOptions(3e-4);

  @Heading("Poses")
  @Option(
      names = "--pretrain",
      paramLabel = "N",
      description = "The first epoch in which poses move")
  private int firstPoseEpoch = 1;

  @Override
  public Integer call() throws Exception {
    RunConfig.ModelArgs architecture = network.modelArgs(encoding);
    tiltEncoder.tellUnused();
    ImageSettings settings = images.settings(transforms.norm());
    TrainingRequest.Optimisation how =
        steps.optimisation(
            recipe,
            poses.settings("--pretrain", firstPoseEpoch, firstPoseEpoch),
            beta.schedule(network.latentDimension()),
            beta.control());
    output.validate();
    Require.atLeastOne(spec, "--max-threads", maxThreads);
    Require.notNegative(spec, "--num-workers", workers);
    TrainingRequest.Machine machine =
        memory.machine(Math.min(maxThreads, Workers.available()), workers, devices);
    return TrainingRun.run(
        spec,
        output,
        how.epochs(),
        new RunLog(how.epochs()),
        where ->
            new VaeTraining(
                new TrainingRequest(
                    particles.source(), settings, architecture, how, where, machine)),
        analysis.of(output, how.epochs(), machine.threads()));
  }
}
