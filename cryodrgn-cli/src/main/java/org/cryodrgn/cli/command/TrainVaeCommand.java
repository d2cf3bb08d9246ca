package org.cryodrgn.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.Analysis;
import org.cryodrgn.analysis.report.DecodedVolumes;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.cli.option.ImageOptions;
import org.cryodrgn.cli.option.NetworkOptions;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.option.OptimisationOptions;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.run.Logs;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.cli.run.TrainingProgress;
import org.cryodrgn.cli.run.Versions;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.train.ImageSettings;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.core.train.RunLog;
import org.cryodrgn.core.train.VaeTraining;
import org.cryodrgn.io.DataException;
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
    description = "Train a variational autoencoder of the particles' conformations, poses known.",
    footer = {
      "",
      "Example:",
      "  cryodrgn train_vae particles.star --poses pose.pkl --ctf ctf.pkl --zdim 8 -n 50 -o out"
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

  @Option(
      names = "--poses",
      paramLabel = "PKL",
      description = "Poses (default, with neither --ctf: those of the .star or .cs file)")
  private Path poses;

  @Option(
      names = "--ctf",
      paramLabel = "PKL",
      description = "CTF parameters (default, with neither --poses: those of the file)")
  private Path ctf;

  @Option(
      names = {"-o", "--outdir"},
      required = true,
      paramLabel = "DIR",
      description = "Output folder")
  private Path folder;

  @Option(
      names = "--load",
      paramLabel = "PKL",
      description = "Go on from a weights.N.pkl, or from the 'latest' of the output folder")
  private String load;

  @Option(names = "--no-analysis", description = "Do not analyze the last epoch at the end")
  private boolean noAnalysis;

  @Option(
      names = "--checkpoint",
      paramLabel = "N",
      description = "Write weights and latents every N epochs")
  private int checkpoint = 1;

  @Option(
      names = "--log-interval",
      paramLabel = "N",
      description = "Particles between two log lines")
  private int logInterval = 1000;

  @Mixin private ImageOptions images;

  @Option(
      names = "--norm",
      arity = "2",
      paramLabel = "X",
      description = "Mean and standard deviation of the transforms (default: measured)")
  private double[] norm;

  @Option(
      names = "--shuffler-size",
      paramLabel = "N",
      description = "Accepted for old scripts; particles are always drawn from the whole set")
  private int shufflerSize;

  @Option(
      names = "--num-workers",
      paramLabel = "N",
      description = "Threads that prepare batches ahead (default: 1; with --lazy 2)")
  private Integer workers;

  @Option(
      names = "--max-threads",
      paramLabel = "N",
      description = "Threads at most, of the engine and for loading")
  private int maxThreads = 16;

  @Option(names = "--no-amp", description = "No mixed precision (which the CPU never uses)")
  private boolean noMixedPrecision;

  @Mixin private NetworkOptions network;

  @Mixin private OptimisationOptions optimisation;

  @Override
  public Integer call() throws Exception {
    RunFiles files = new RunFiles(folder);
    RunConfig.ModelArgs architecture = network.modelArgs();
    VaeTraining.Optimisation how = optimisation.optimisation(network.latentDimension());
    if (checkpoint < 0 || logInterval < 1 || maxThreads < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--checkpoint must not be negative; --log-interval and --max-threads at least 1");
    }
    if (norm != null && !(norm[1] > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--norm: the standard deviation must be above 0, not " + norm[1]);
    }
    if (workers != null && workers < 0) {
      throw new ParameterException(spec.commandLine(), "--num-workers must not be negative");
    }
    files.prepare(load != null);
    try (AutoCloseable log = Logs.alsoTo(files.log())) {
      train(files, architecture, how);
    }
    if (!noAnalysis) {
      analyze(files, how.epochs());
    }
    return 0;
  }

  private void train(
      RunFiles files, RunConfig.ModelArgs architecture, VaeTraining.Optimisation how) {
    List<String> command = new ArrayList<>(List.of("cryodrgn", "train_vae"));
    command.addAll(spec.commandLine().getParseResult().originalArgs());
    LOG.info(String.join(" ", command));
    LOG.info("cryodrgn {}", Versions.program());
    VaeTraining training =
        new VaeTraining(
            new ParticleDataset.Source(
                particles.file(), particles.dataDir(), particles.selection(), 0, poses, ctf),
            new ImageSettings(
                images.invert(), images.window(), images.windowRadius(), norm, particles.lazy()),
            architecture,
            how,
            new VaeTraining.Output(
                files,
                checkpointToLoad(files),
                checkpoint,
                logInterval,
                command,
                Versions.program()),
            new VaeTraining.Machine(
                threads(), workers != null ? Math.max(1, workers) : particles.lazy() ? 2 : 1));
    try (TrainingProgress progress = new TrainingProgress()) {
      training.run(List.of(new RunLog(how.epochs()), progress));
    }
  }

  private void analyze(RunFiles files, int epoch) {
    boolean numbered = Files.exists(files.weights(epoch));
    RunFolder run = new RunFolder(folder, numbered ? epoch : -1);
    try (DecodedVolumes volumes =
            new DecodedVolumes(run.weights(), run.config(), "vol_", threads(), null);
        Progress progress = Progress.of("% of the UMAP", 100)) {
      Analysis.Settings settings =
          Analysis.Settings.defaults(RunInputs.of(run.config()).pixelSize());
      new Analysis(
              run,
              run.analysis(),
              settings,
              volumes,
              share -> progress.advanceTo(Math.round(100 * share)))
          .run();
    }
  }

  private Path checkpointToLoad(RunFiles files) {
    if (load == null || !load.equals("latest")) {
      return load == null ? null : Path.of(load);
    }
    int epoch =
        files
            .latestEpoch()
            .orElseThrow(
                () ->
                    new DataException(
                        folder
                            + ": holds no weights.N.pkl to go on from. Leave out --load, or name"
                            + " the folder of a training."));
    return files.weights(epoch);
  }

  private int threads() {
    return Math.min(maxThreads, Workers.available());
  }
}
