package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.convergence.Convergence;
import org.cryodrgn.analysis.convergence.ViewSketch;
import org.cryodrgn.analysis.maps.Masks;
import org.cryodrgn.analysis.report.DecodedVolumes;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.analysis.report.VolumeOptions;
import org.cryodrgn.cli.option.EpochMaskOptions;
import org.cryodrgn.cli.option.EpochViewOptions;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.SketchOptions;
import org.cryodrgn.cli.option.VolumeOutput;
import org.cryodrgn.cli.run.Logs;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      description =
          "Epochs between those that are looked at, from the fourth on (from the first where EPOCH"
              + " is at most 4)")
  private int interval;

  @Mixin private EpochViewOptions views;

  @Mixin private SketchOptions sketch;

  @Option(names = "--skip-volgen", description = "Take the volumes that are in the folder")
  private boolean skipVolumes;

  @Option(
      names = "--max-threads",
      defaultValue = "8",
      paramLabel = "N",
      description = "Threads at most")
  private int maxThreads;

  @Mixin private EpochMaskOptions masks;

  @Mixin private VolumeOutput volumeOutput;

  @Override
  public Integer call() throws Exception {
    Require.positive(spec, "--epoch-interval", interval);
    Require.positive(spec, "--max-threads", maxThreads);
    views.validate();
    Masks.Settings masking = masks.settings();
    ViewSketch.Settings sketching = sketch.settings();
    RunFolder run = epoch == -1 ? RunFolder.lastEpoch(folder) : new RunFolder(folder, epoch);
    Path target =
        output != null
            ? output
            : folder.resolve(epoch == -1 ? "convergence" : "convergence." + epoch);
    RunInputs inputs = RunInputs.of(run.config());
    VolumeOptions options =
        skipVolumes
            ? volumeOutput.optionsWithoutVolumes()
            : volumeOutput.options(() -> inputs, inputs.box());
    int threads = Math.min(maxThreads, Workers.available());
    Convergence.Settings settings =
        new Convergence.Settings(
            interval,
            views.particles(),
            views.subsetSeed(),
            views.umap(),
            sketching,
            options.startIndex(),
            masking,
            threads);
    Integer gpu = volumeOutput.device();
    if (!skipVolumes) {
      DecodedVolumes.requireDevice(threads, gpu);
    }
    Convergence.MapMaker maps =
        (of, latents, into) -> {
          try (DecodedVolumes volumes =
              new DecodedVolumes(of.weights(), of.config(), "vol_", threads, gpu)) {
            volumes.write(latents, into, options);
          }
        };
    Convergence convergence = new Convergence(run, target, settings, skipVolumes ? null : maps);
    try (AutoCloseable log = Logs.alsoTo(convergence.prepare());
        Progress progress = Progress.ofShareOf("the UMAPs")) {
      convergence.run(progress::advanceToShare);
    }
    return 0;
  }
}
