package org.cryodrgn.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.Analysis;
import org.cryodrgn.cli.option.BetaOptions;
import org.cryodrgn.cli.option.EncodingOptions;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.option.ImageOptions;
import org.cryodrgn.cli.option.MemoryOptions;
import org.cryodrgn.cli.option.NetworkOptions;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.option.StepOptions;
import org.cryodrgn.cli.option.TrainingImages;
import org.cryodrgn.cli.option.TrainingOutput;
import org.cryodrgn.cli.run.Logs;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.cli.run.TrainingProgress;
import org.cryodrgn.cli.run.Versions;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.train.ImageSettings;
import org.cryodrgn.core.train.MemorySettings;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.core.train.RunLog;
import org.cryodrgn.core.train.VaeTraining;
import org.cryodrgn.io.config.RunConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
@NotYet.Options({
  "--multigpu",
  "--do-pose-sgd",
  "--pretrain",
  "--emb-type",
  "--pose-lr",
  "--use-real",
  "--ntilts",
  "--random-tilts",
  "--t-emb-dim",
  "--tlayers",
  "--tdim",
  "-d",
  "--dose-per-tilt",
  "-a",
  "--angle-per-tilt"
})
public final class TrainVaeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(TrainVaeCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Mixin private TrainingOutput output;

  @Heading("Run")
  @Option(names = "--no-analysis", description = "Do not analyze the last epoch at the end")
  private boolean noAnalysis;

  @Mixin private ImageOptions images;

  @Mixin private TrainingImages transforms;

  @Mixin private MemoryOptions memory;

  @Heading("Resources")
  @Option(
      names = "--num-workers",
      paramLabel = "N",
      description = "Threads that prepare batches ahead (default: 1; with --lazy 2)")
  private Integer workers;

  @Heading("Resources")
  @Option(
      names = "--max-threads",
      paramLabel = "N",
      description = "Threads at most, of the engine and for loading")
  private int maxThreads = 16;

  @Mixin private NetworkOptions network;

  @Mixin private EncodingOptions encoding;

  @Mixin private StepOptions steps;

  @Mixin private BetaOptions beta;

  @Override
  public Integer call() throws Exception {
    RunConfig.ModelArgs architecture = network.modelArgs(encoding);
    ImageSettings settings =
        new ImageSettings(
            images.invert(), images.window(), images.windowRadius(), transforms.norm());
    steps.validate();
    VaeTraining.Optimisation how =
        new VaeTraining.Optimisation(
            steps.epochs(),
            steps.batchSize(),
            steps.learningRate(),
            steps.weightDecay(),
            beta.schedule(network.latentDimension()),
            beta.control(),
            steps.seed(),
            steps.shuffleSeed());
    output.validate();
    MemorySettings limits = memory.settings(particles.lazy());
    if (maxThreads < 1) {
      throw new ParameterException(spec.commandLine(), "--max-threads must be at least 1");
    }
    if (workers != null && workers < 0) {
      throw new ParameterException(spec.commandLine(), "--num-workers must not be negative");
    }
    RunFiles files = output.files();
    files.prepare(output.resumes());
    try (AutoCloseable log = Logs.alsoTo(files.log())) {
      train(settings, architecture, how, limits);
    }
    if (!noAnalysis) {
      try (Progress progress = Progress.of("% of the UMAP", 100)) {
        Analysis.afterTraining(
            files.folder(),
            how.epochs(),
            threads(),
            share -> progress.advanceTo(Math.round(100 * share)));
      }
    }
    return 0;
  }

  private void train(
      ImageSettings settings,
      RunConfig.ModelArgs architecture,
      VaeTraining.Optimisation how,
      MemorySettings limits) {
    List<String> command = new ArrayList<>(List.of("cryodrgn", "train_vae"));
    command.addAll(spec.commandLine().getParseResult().originalArgs());
    LOG.info(String.join(" ", command));
    LOG.info("cryodrgn {}", Versions.program());
    VaeTraining training =
        new VaeTraining(
            particles.source(),
            settings,
            architecture,
            how,
            new VaeTraining.Output(
                output.files(),
                output.checkpointToLoad(),
                output.checkpointEvery(),
                output.logInterval(),
                command,
                Versions.program()),
            new VaeTraining.Machine(
                threads(),
                workers != null ? Math.max(1, workers) : particles.lazy() ? 2 : 1,
                limits));
    try (TrainingProgress progress = new TrainingProgress()) {
      training.run(List.of(new RunLog(how.epochs()), progress));
    }
  }

  private int threads() {
    return Math.min(maxThreads, Workers.available());
  }
}
