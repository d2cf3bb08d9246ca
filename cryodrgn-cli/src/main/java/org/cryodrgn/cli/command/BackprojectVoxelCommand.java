package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.maps.HalfMapReconstruction;
import org.cryodrgn.cli.option.AlwaysLazy;
import org.cryodrgn.cli.option.Choices;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.Stopwatch;
import org.cryodrgn.core.backproject.VoxelBackprojection.CtfCorrection;
import org.cryodrgn.core.parallel.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reconstructs a map and its half maps by voxel back-projection. */
@Command(
    name = "backproject_voxel",
    description =
        "The check of poses and CTF before a training: what it shows, the model can " + "learn.",
    footer =
        "cryodrgn backproject_voxel particles.128.mrcs --poses poses.pkl --ctf ctf.pkl "
            + "-o backproject")
@NotYet.Options({
  "--tilt",
  "--ntilts",
  "--force-ntilts",
  "-d",
  "--dose-per-tilt",
  "-a",
  "--angle-per-tilt"
})
public final class BackprojectVoxelCommand implements Callable<Integer> {

  static final class CtfAlgorithms extends Choices {
    CtfAlgorithms() {
      super("mul", "flip");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(BackprojectVoxelCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private ParticlesInput particles;

  @Mixin private AlwaysLazy lazy;

  @Option(
      names = {"--outdir", "-o"},
      required = true,
      paramLabel = "DIR",
      description = "Output folder")
  private Path folder;

  @Option(names = "--no-half-maps", description = "Make the map of all images only")
  private boolean noHalfMaps;

  @Option(names = "--no-fsc-vals", description = "Make half maps, but no FSC")
  private boolean noFsc;

  @Option(
      names = {"-b", "--batch-size"},
      paramLabel = "N",
      description = "Images to hold at once at most")
  private int batch = 1000;

  @Option(
      names = "--ctf-alg",
      paramLabel = "ALG",
      completionCandidates = CtfAlgorithms.class,
      description = "mul: multiply by the CTF, weigh by its square; flip: flip phases only")
  private String ctfAlgorithm = "mul";

  @Option(
      names = "--reg-weight",
      paramLabel = "X",
      description = "Add this many times the mean weight to each weight; more is smoother")
  private double regularisation = 1;

  @Option(
      names = "--output-sumcount",
      description = "Write backproject.sums and .counts too, to regularise otherwise later")
  private boolean sums;

  @Option(
      names = "--uninvert-data",
      description = "Do not invert the sign: the images are dark on light")
  private boolean uninverted;

  @Option(names = "--first", paramLabel = "N", description = "Use the first N images only")
  private Integer first;

  @Option(
      names = "--log-interval",
      paramLabel = "N",
      description = "Log each time about N images are done, or auto: at each 1 %%")
  private String logInterval = "5000";

  @Override
  public Integer call() {
    Require.atLeastOne(spec, "--batch-size", batch);
    if (first != null) {
      Require.atLeastOne(spec, "--first", first);
    }
    Require.notNegative(spec, "--reg-weight", regularisation);
    int every = interval();
    HalfMapReconstruction.Settings settings =
        new HalfMapReconstruction.Settings(
            ctfAlgorithm.equals("flip") ? CtfCorrection.FLIP : CtfCorrection.MULTIPLY,
            !uninverted,
            !noHalfMaps,
            !noFsc,
            sums,
            regularisation,
            batch);
    int[] logged = {0};
    Stopwatch time = new Stopwatch();
    new HalfMapReconstruction(particles.source(first == null ? 0 : first), settings, folder)
        .run(
            Workers.available(),
            (done, images) -> {
              int lines = done / (every > 0 ? every : Math.max(100, images / 100));
              if (lines > logged[0] || done == images) {
                LOG.info("Back-projected {} of {} images", done, images);
                logged[0] = lines;
              }
              if (done == images) {
                tellTime(images, time.seconds());
              }
            });
    return 0;
  }

  private static void tellTime(int images, double seconds) {
    LOG.info(
        String.format(
            Locale.US,
            "Backprojected %,d images in %.2fs (%.6fs per image)",
            images,
            seconds,
            seconds / images));
  }

  /** Images between two lines of the log; 0 for each 1 % of them. */
  private int interval() {
    try {
      int every = logInterval.equals("auto") ? 1 : Integer.parseInt(logInterval);
      Require.atLeastOne(spec, "--log-interval", every);
      return logInterval.equals("auto") ? 0 : every;
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--log-interval must be a number or auto, not '" + logInterval + "'");
    }
  }
}
