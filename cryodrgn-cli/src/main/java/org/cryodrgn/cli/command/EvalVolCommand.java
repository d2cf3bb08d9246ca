package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.DecodedVolumes;
import org.cryodrgn.analysis.report.LatentPoints;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.analysis.report.VolumeOptions;
import org.cryodrgn.cli.option.LastWins;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.Unused;
import org.cryodrgn.cli.option.VolumeOutput;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.cli.run.Stopwatch;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.CountText;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.latent.TextMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decodes volumes at given latent coordinates. */
@Command(
    name = "eval_vol",
    description =
        "One volume at -z, several from --z-start to --z-end, or one for each row of " + "--zfile.",
    footer = {
      "cryodrgn eval_vol out/weights.20.pkl -c out/config.yaml -z 0.5 -1 --Apix 3.2 -o "
          + "vol.mrc",
      "cryodrgn eval_vol out/weights.20.pkl -c out/config.yaml --zfile z-path.txt -o " + "volumes"
    })
public final class EvalVolCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(EvalVolCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WEIGHTS", description = "weights.N.pkl")
  private Path weights;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "YAML",
      description = "config.yaml of the run")
  private Path config;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "PATH",
      description = "Output .mrc for -z, otherwise output folder")
  private Path output;

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Beginning of the files' names")
  private String prefix = "vol_";

  @Option(
      names = "-z",
      arity = "0..*",
      preprocessor = LastWins.class,
      paramLabel = "Z",
      description = "Latent coordinates of one volume")
  private List<Double> z;

  @Option(
      names = "--z-start",
      arity = "0..*",
      preprocessor = LastWins.class,
      paramLabel = "Z",
      description = "Latent coordinates of the path's start")
  private List<Double> start;

  @Option(
      names = "--z-end",
      arity = "0..*",
      preprocessor = LastWins.class,
      paramLabel = "Z",
      description = "Latent coordinates of its end")
  private List<Double> end;

  @Option(
      names = "-n",
      paramLabel = "N",
      description = "Number of points of the path, both ends counted")
  private int points = 10;

  @Option(names = "--zfile", paramLabel = "TXT", description = "Latent coordinates, one a row")
  private Path file;

  @Mixin private VolumeOutput volumes;

  @Override
  public Integer call() {
    Stopwatch time = new Stopwatch();
    int given = (z != null ? 1 : 0) + (start != null ? 1 : 0) + (file != null ? 1 : 0);
    if (given != 1) {
      throw bad("give one of -z, --z-start with --z-end, and --zfile");
    }
    if ((start == null) != (end == null)) {
      throw bad("--z-start and --z-end go together");
    }
    if (z != null) {
      Unused.warn(spec, "with -z: -o names the volume", "-n", "--prefix", "--vol-start-index");
    } else if (file != null) {
      Unused.warn(spec, "with --zfile: a volume a row", "-n");
    }
    if (prefix.contains("/")) {
      throw bad("--prefix is the beginning of names and must have no '/': choose the folder by -o");
    }
    RunConfig run = RunConfig.read(config);
    InputFiles.requireKept(output, RunInputs.files(config));
    int dimension = run.model().latentDimension();
    float[][] latents = latents(dimension);
    VolumeOptions options = volumes.options(() -> RunInputs.of(config), run.lattice().box());
    int threads = Workers.available();
    try (DecodedVolumes decoder =
            new DecodedVolumes(weights, config, prefix, threads, volumes.device());
        Progress progress = Progress.of("volumes", latents.length)) {
      if (z != null) {
        decoder.write(latents[0], output, options);
      } else {
        decoder.write(latents, output, options, progress::advanceTo);
      }
    }
    LOG.info("Wrote {} to {}", CountText.of(latents.length, "volume"), output);
    time.tell();
    return 0;
  }

  private float[][] latents(int dimension) {
    if (z != null) {
      return new float[][] {point("-z", z, dimension)};
    }
    if (file != null) {
      return LatentPoints.ofTable(TextMatrix.read(file), dimension, file);
    }
    Require.points(spec, points, 2);
    return LatentPoints.path(
        point("--z-start", start, dimension), point("--z-end", end, dimension), points);
  }

  private float[] point(String option, List<Double> values, int dimension) {
    if (values.size() != dimension) {
      String given = CountText.of(values.size(), "value");
      throw bad(option + " has " + given + ", but the model has zdim " + dimension);
    }
    return LatentPoints.of(values);
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
