package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.maps.FscCurve;
import org.cryodrgn.analysis.maps.FscReport;
import org.cryodrgn.analysis.maps.MaskedCorrelations;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.cli.option.Choices;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.option.ParticlesInput;
import org.cryodrgn.core.backproject.VoxelBackprojection;
import org.cryodrgn.core.backproject.VoxelBackprojection.CtfCorrection;
import org.cryodrgn.core.ctf.ContrastTransfer;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcVolume;
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
        "Back-project images with known poses to a map, two half maps and their FSC: the check of"
            + " poses and CTF before training")
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

  @Option(
      names = "--poses",
      paramLabel = "PKL",
      description = "Poses; by default those in the .star or .cs file")
  private Path poses;

  @Option(
      names = "--ctf",
      paramLabel = "PKL",
      description = "CTF parameters; without --poses either, those in the .star or .cs file")
  private Path ctf;

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

  @Option(names = "--uninvert-data", description = "Keep the sign of the images")
  private boolean uninverted;

  @Option(names = "--first", paramLabel = "N", description = "Use the first N images only")
  private Integer first;

  @Option(
      names = "--log-interval",
      paramLabel = "N",
      description = "Log each time about N images are done, or auto: at each 1 %%")
  private String logInterval = "5000";

  /** What is kept of a back-projection once its grids are given up. */
  private record Maps(int box, double pixelSize, float[] full, float[] first, float[] second) {}

  @Override
  public Integer call() {
    if (batch < 1 || (first != null && first < 1) || !(regularisation >= 0)) {
      throw new ParameterException(
          spec.commandLine(),
          "--batch-size and --first must be at least 1, --reg-weight not below 0");
    }
    Maps maps = backproject(interval());
    write("backproject.mrc", maps.box, maps.full, maps.pixelSize);
    if (maps.first != null) {
      write("half_map_a.mrc", maps.box, maps.first, maps.pixelSize);
      write("half_map_b.mrc", maps.box, maps.second, maps.pixelSize);
      if (!noFsc) {
        correlate(maps);
      }
    }
    return 0;
  }

  private Maps backproject(int interval) {
    try (ParticleDataset data =
        ParticleDataset.open(
            new ParticleDataset.Source(
                particles.file(),
                particles.dataDir(),
                particles.selection(),
                first == null ? 0 : first,
                poses,
                ctf))) {
      int images = data.stack().size();
      int box = data.stack().box();
      CtfTable table = data.ctf().orElse(null);
      VoxelBackprojection backprojection =
          new VoxelBackprojection(
              data.stack(),
              data.poses(),
              table,
              ctfAlgorithm.equals("flip") ? CtfCorrection.FLIP : CtfCorrection.MULTIPLY,
              !uninverted,
              !noHalfMaps,
              Workers.available());
      int every = interval > 0 ? interval : Math.max(100, images / 100);
      int[] logged = {0};
      backprojection.run(
          images,
          batch,
          done -> {
            if (done / every > logged[0] || done == images) {
              LOG.info("Back-projected {} of {} images", done, images);
              logged[0] = done / every;
            }
          });
      double pixelSize =
          table == null
              ? data.stack().pixelSize().orElse(1)
              : ContrastTransfer.pixelSize(table, 0, box);
      float[] a = noHalfMaps ? null : backprojection.halfMap(0, regularisation);
      float[] b = noHalfMaps ? null : backprojection.halfMap(1, regularisation);
      VoxelBackprojection.Sums all = backprojection.all();
      if (sums) {
        write("backproject.sums", box + 1, all.values(), pixelSize);
        write("backproject.counts", box + 1, all.weights(), pixelSize);
      }
      return new Maps(box, pixelSize, all.map(regularisation), a, b);
    }
  }

  private void correlate(Maps maps) {
    double pixelSize = maps.pixelSize;
    Map<String, FscCurve> curves =
        MaskedCorrelations.of(
            maps.full, maps.first, maps.second, maps.box, null, pixelSize, Workers.available());
    AtomicFile.writeText(folder.resolve("fsc-vals.txt"), FscReport.table(curves, 6, " "));
    PlotFile.write(FscReport.plot(curves, pixelSize), folder.resolve("fsc-plot.png"));
    FscReport.resolutions(curves.get(MaskedCorrelations.CORRECTED), pixelSize).forEach(LOG::info);
  }

  private void write(String name, int box, float[] values, double pixelSize) {
    new MrcVolume(box, values, pixelSize).write(folder.resolve(name));
    LOG.info("Wrote {}", folder.resolve(name));
  }

  /** Images between two lines of the log; 0 for each 1 % of them. */
  private int interval() {
    try {
      int every = logInterval.equals("auto") ? 1 : Integer.parseInt(logInterval);
      if (every < 1) {
        throw new ParameterException(spec.commandLine(), "--log-interval must be at least 1");
      }
      return logInterval.equals("auto") ? 0 : every;
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--log-interval must be a number or auto, not '" + logInterval + "'");
    }
  }
}
