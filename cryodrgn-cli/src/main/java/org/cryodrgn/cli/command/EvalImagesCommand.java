package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.cli.option.AlwaysLazy;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.option.ImageOptions;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.TiltEncoderOptions;
import org.cryodrgn.cli.run.Stopwatch;
import org.cryodrgn.cli.run.TrainingProgress;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.train.ImageEvaluator;
import org.cryodrgn.core.train.ImageSettings;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.io.InputFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Latent coordinates and loss of images. */
@Command(
    name = "eval_images",
    description =
        "Encodes images that need not be those of the training; writes their latents and "
            + "the average loss.",
    footer =
        "cryodrgn eval_images new.mrcs out/weights.20.pkl --poses poses.pkl --ctf "
            + "ctf.pkl -o loss.pkl --out-z z.pkl")
@NotYet.Options({"--ntilts", "--random-tilts", "--dose-per-tilt", "--angle-per-tilt"})
public final class EvalImagesCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(EvalImagesCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Mixin private AlwaysLazy lazy;

  @Parameters(index = "1", paramLabel = "WEIGHTS", description = "weights.N.pkl")
  private Path weights;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "YAML",
      description = "config.yaml of the run (default: beside the weights)")
  private Path config;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "PKL",
      description = "Output: average loss, recon, kld")
  private Path output;

  @Option(
      names = "--out-z",
      required = true,
      paramLabel = "PKL",
      description = "Output: latents of the images")
  private Path latents;

  @Option(
      names = "--log-interval",
      paramLabel = "N",
      description = "Accepted for old scripts; progress is told by time")
  private int logInterval = 1000;

  @Option(
      names = {"-b", "--batch-size"},
      paramLabel = "N",
      description = "Images at a time")
  private int batchSize = 64;

  @Option(
      names = "--beta",
      paramLabel = "X",
      description = "Weight of the KL divergence (default: 1/zdim)")
  private Double beta;

  @Mixin private ImageOptions images;

  @Mixin private TiltEncoderOptions tiltEncoder = new TiltEncoderOptions(128);

  @Heading("Resources")
  @Option(names = "--max-threads", paramLabel = "N", description = "Threads at most")
  private int maxThreads = 16;

  @Override
  public Integer call() {
    Stopwatch time = new Stopwatch();
    Require.atLeastOne(spec, "--batch-size", batchSize);
    Require.atLeastOne(spec, "--max-threads", maxThreads);
    Require.notNegative(spec, "--beta", beta);
    tiltEncoder.tellUnused();
    ImageSettings settings = images.settings(null);
    Path run = config != null ? config : weights.resolveSibling("config.yaml");
    List<Path> inputs = new ArrayList<>(RunInputs.files(run));
    inputs.add(run);
    InputFiles.requireKept(output, inputs);
    InputFiles.requireKept(latents, inputs);
    RunFiles checkpoints = new RunFiles(weights.toAbsolutePath().getParent());
    checkpoints.requireNotReplaced(output);
    checkpoints.requireNotReplaced(latents);
    ImageEvaluator evaluator =
        new ImageEvaluator(
            weights,
            run,
            batchSize,
            beta == null ? OptionalDouble.empty() : OptionalDouble.of(beta),
            Math.min(maxThreads, Workers.available()));
    try (TrainingProgress progress = new TrainingProgress()) {
      evaluator.run(particles.source(), settings, output, latents, progress);
    }
    LOG.info("Wrote {} and {}", output, latents);
    time.tell();
    return 0;
  }
}
