package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.Analysis;
import org.cryodrgn.analysis.report.DecodedVolumes;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.analysis.report.VolumeOptions;
import org.cryodrgn.analysis.report.VolumeSource;
import org.cryodrgn.cli.option.PlotOutput;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.VolumeOutput;
import org.cryodrgn.cli.run.ExitCode;
import org.cryodrgn.cli.run.ProgressOfWorks;
import org.cryodrgn.cli.run.Stopwatch;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Analyses the latent space of an epoch. */
@Command(
    name = "analyze",
    description =
        "Writes figures, volumes and tables to the folder analyze.EPOCH in the run's " + "folder.",
    footer = {"cryodrgn analyze out 20", "cryodrgn analyze out 20 --Apix 3.2 --pc 3 --ksample 10"})
public final class AnalyzeCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "WORKDIR", description = "Folder that training wrote")
  private Path folder;

  @Parameters(
      index = "1",
      paramLabel = "EPOCH",
      description = "Epoch, from 1; -1: z.pkl and weights.pkl, to the folder analyze")
  private Integer epoch;

  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      description = "Where to write, if not WORKDIR/analyze.EPOCH")
  private Path output;

  @Option(names = "--skip-vol", description = "Make no volumes")
  private boolean skipVolumes;

  @Option(names = "--skip-umap", description = "Make no UMAP")
  private boolean skipUmap;

  @Option(
      names = "--pc",
      defaultValue = "2",
      paramLabel = "N",
      description = "Principal components to walk along; 0: volumes of the clusters alone")
  private int components;

  @Option(
      names = "--n-per-pc",
      defaultValue = "10",
      paramLabel = "N",
      description = "Volumes along each component")
  private int perComponent;

  @Option(
      names = "--ksample",
      defaultValue = "20",
      paramLabel = "K",
      description = "Clusters of k-means, a volume each")
  private int clusters;

  @Mixin private VolumeOutput volumeOutput;

  @Mixin private PlotOutput plots;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Stopwatch time = new Stopwatch();
    Require.notNegative(spec, "--pc", components);
    Require.atLeastOne(spec, "--n-per-pc", perComponent);
    Require.atLeastOne(spec, "--ksample", clusters);
    RunFolder run = new RunFolder(folder, epoch);
    // A run without them is told before its model is loaded.
    Latents latents = LatentFile.read(run.latents());
    RunInputs inputs = RunInputs.of(run.config());
    if (skipVolumes) {
      analyze(run, inputs, latents, volumeOutput.optionsWithoutVolumes(), null);
    } else {
      inputs.requireOfRun(run.latents(), latents);
      int threads = Workers.available();
      VolumeOptions options = volumeOutput.options(() -> inputs, inputs.box());
      Integer gpu = volumeOutput.device();
      try (DecodedVolumes volumes =
          new DecodedVolumes(run.weights(), run.config(), "vol_", threads, gpu)) {
        analyze(run, inputs, latents, options, volumes);
      }
    }
    time.tell();
    return ExitCode.OK;
  }

  private void analyze(
      RunFolder run,
      RunInputs inputs,
      Latents latents,
      VolumeOptions options,
      VolumeSource volumes) {
    Path target = output != null ? output : run.analysis();
    Analysis.Settings settings =
        new Analysis.Settings(
            components, perComponent, clusters, skipUmap, plots.format(), options);
    try (ProgressOfWorks progress = new ProgressOfWorks()) {
      new Analysis(run, inputs, latents, target, settings, volumes, progress).run();
    }
  }
}
