package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.convergence.Convergence;
import org.cryodrgn.analysis.convergence.EpochMaps;
import org.cryodrgn.analysis.convergence.ViewSketch;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.analysis.report.DecodedVolumes;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.analysis.report.VolumeOptions;
import org.cryodrgn.cli.option.OutputNames;
import org.cryodrgn.cli.option.SketchOptions;
import org.cryodrgn.cli.option.VolumeOutput;
import org.cryodrgn.cli.run.Logs;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the epochs of a training whether it has converged. */
@Command(
    name = "analyze_convergence",
    description = {
      "Plots the loss, a UMAP of several epochs, how far the latents of all particles move, and how"
          + " alike the volumes of representative particles are from epoch to epoch.",
      "Writes the folder convergence.EPOCH in the run's folder."
    },
    footer = {
      "cryodrgn_utils analyze_convergence out 50",
      "cryodrgn_utils analyze_convergence out 20 --epoch-interval 2 --subset 10000 -d 64"
    })
public final class AnalyzeConvergenceCommand implements Callable<Integer> {

  private static final int UMAP_NEIGHBOURS = 15;
  private static final double UMAP_DISTANCE = 0.1;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WORKDIR", description = "Folder that training wrote")
  private Path folder;

  @Parameters(index = "1", paramLabel = "EPOCH", description = "Last epoch, from 1; -1: the latest")
  private Integer epoch;

  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      description = "Where to write, if not WORKDIR/convergence.EPOCH")
  private Path output;

  @Option(
      names = "--epoch-interval",
      defaultValue = "5",
      paramLabel = "N",
      description = "Epochs between those that are looked at, from the fourth on")
  private int interval;

  @Option(names = "--force-umap-cpu", description = "Make UMAPs on the CPU, as is always done here")
  private boolean umapOnCpu;

  @Option(
      names = "--subset",
      defaultValue = "50000",
      paramLabel = "N",
      description = "Particles of the UMAPs at most; None: all")
  private String subset;

  @Option(
      names = "--random-seed",
      paramLabel = "N",
      description = "Draws the particles of the UMAPs (0 if not given)")
  private Integer subsetSeed;

  @Option(
      names = "--random-state",
      defaultValue = "42",
      paramLabel = "N",
      description = "Seed of the UMAPs")
  private int umapSeed;

  @Option(
      names = "--n-epochs-umap",
      defaultValue = "25000",
      paramLabel = "N",
      description =
          "Passes of the UMAPs, where given; else 500, or 200 beyond 10,000 particles (cryoDRGN"
              + " heeds it on the GPU only)")
  private int umapPasses;

  @Option(names = "--skip-umap", description = "Take the UMAPs that are in the folder")
  private boolean skipUmap;

  @Mixin private SketchOptions sketch;

  @Option(names = "--skip-volgen", description = "Take the volumes that are in the folder")
  private boolean skipVolumes;

  @Option(
      names = "--max-threads",
      defaultValue = "8",
      paramLabel = "N",
      description = "Threads at most")
  private int maxThreads;

  @Option(
      names = "--thresh",
      paramLabel = "X",
      description = "Least density within masks; half the 99.99th percentile if not given")
  private Double threshold;

  @Option(
      names = "--dilate",
      defaultValue = "3",
      paramLabel = "N",
      description = "By how much masks grow, voxels")
  private int dilation;

  @Option(
      names = "--dist",
      defaultValue = "10",
      paramLabel = "N",
      description = "Width of the masks' edges, voxels")
  private int edge;

  @Mixin private VolumeOutput volumeOutput;

  @Override
  public Integer call() throws Exception {
    OutputNames.requirePositive(spec, "--epoch-interval", interval);
    OutputNames.requirePositive(spec, "--max-threads", maxThreads);
    OutputNames.requirePositive(spec, "--n-epochs-umap", umapPasses);
    if (dilation < 0 || edge < 0) {
      throw new ParameterException(spec.commandLine(), "--dilate and --dist must not be negative");
    }
    if (subsetSeed != null && subsetSeed < 0) {
      throw new ParameterException(spec.commandLine(), "--random-seed must not be negative");
    }
    int particles = particles();
    ViewSketch.Settings sketching = sketch.settings();
    RunFolder run = epoch == -1 ? RunFolder.lastEpoch(folder) : new RunFolder(folder, epoch);
    Path target =
        output != null
            ? output
            : folder.resolve(epoch == -1 ? "convergence" : "convergence." + epoch);
    RunInputs inputs = RunInputs.of(run.config());
    VolumeOptions options =
        skipVolumes
            ? volumeOutput.options(() -> 1, 0)
            : volumeOutput.options(inputs::pixelSize, inputs.box());
    int threads = Math.min(maxThreads, Workers.available());
    Convergence.Settings settings =
        new Convergence.Settings(
            interval,
            particles,
            subsetSeed == null ? 0 : subsetSeed,
            skipUmap ? null : umap(),
            sketching,
            options.startIndex(),
            new EpochMaps.MaskSettings(threshold, dilation, edge),
            threads);
    Integer gpu = volumeOutput.device();
    Convergence.MapMaker maps =
        (of, latents, into) -> {
          try (DecodedVolumes volumes =
              new DecodedVolumes(of.weights(), of.config(), "vol_", threads, gpu)) {
            volumes.write(latents, into, options);
          }
        };
    Convergence convergence = new Convergence(run, target, settings, skipVolumes ? null : maps);
    try (AutoCloseable log = Logs.alsoTo(convergence.prepare());
        Progress progress = Progress.of("percent of the UMAPs", 100)) {
      convergence.run(share -> progress.advanceTo(Math.round(100 * share)));
    }
    return 0;
  }

  private Umap.Settings umap() {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--n-epochs-umap");
    return new Umap.Settings(UMAP_NEIGHBOURS, UMAP_DISTANCE, given ? umapPasses : 0, umapSeed);
  }

  private int particles() {
    if (subset.equals("None")) {
      return Integer.MAX_VALUE;
    }
    if (!subset.matches("\\d{1,9}") || Integer.parseInt(subset) < 3) {
      throw new ParameterException(
          spec.commandLine(), "--subset must be None or a number from 3, not " + subset);
    }
    return Integer.parseInt(subset);
  }
}
