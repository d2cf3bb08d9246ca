package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.Analysis;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.analysis.report.VolumeOptions;
import org.cryodrgn.analysis.report.VolumeSource;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.option.PlotOutput;
import org.cryodrgn.cli.run.ExitCode;
import org.cryodrgn.cli.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Analyses the latent space of an epoch. */
@Command(
    name = "analyze",
    description = {
      "Look at one epoch: principal components, k-means, UMAP, volumes along and among them, plots.",
      "Writes the folder analyze.EPOCH in the run's folder."
    })
public final class AnalyzeCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "WORKDIR", description = "Folder that training wrote")
  private Path folder;

  @Parameters(
      index = "1",
      paramLabel = "EPOCH",
      description = "Epoch, from 1; -1: z.pkl and weights.pkl, to the folder analyze")
  private Integer epoch;

  @Option(names = "--device", paramLabel = "N", description = "Number of the GPU")
  private Integer device;

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
      description = "Principal components to walk along")
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

  @Option(
      names = "--Apix",
      paramLabel = "A",
      description =
          "Pixel size of the volumes, if not that of the CTF parameters scaled to their box")
  private Double pixelSize;

  @Option(names = "--flip", description = "Flip the hand of volumes")
  private boolean flip;

  @Option(names = "--invert", description = "Invert the contrast of volumes")
  private boolean invert;

  @Option(
      names = {"-d", "--downsample"},
      paramLabel = "D",
      description = "Box to decode volumes at, pixels")
  private Integer downsample;

  @Option(names = "--low-pass", paramLabel = "A", description = "Low-pass filter, Angstrom")
  private Double lowPass;

  @Option(names = "--crop", paramLabel = "D", description = "Crop volumes to this box, pixels")
  private Integer crop;

  @Option(
      names = "--vol-start-index",
      defaultValue = "1",
      paramLabel = "N",
      description = "Number of the first volume")
  private int startIndex;

  @Mixin private PlotOutput plots;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    positive("--pc", components);
    positive("--n-per-pc", perComponent);
    positive("--ksample", clusters);
    RunFolder run = new RunFolder(folder, epoch);
    run.latents();
    VolumeOptions options = volumeOptions(run);
    Analysis.Settings settings =
        new Analysis.Settings(
            components, perComponent, clusters, skipUmap, plots.format(), options);
    VolumeSource volumes = null;
    if (!skipVolumes) {
      throw NotYet.refuse(spec, "analyze without --skip-vol");
    }
    Path target = output != null ? output : run.analysis();
    try (Progress progress = Progress.of("percent of the UMAP", 100)) {
      new Analysis(
              run, target, settings, volumes, share -> progress.advanceTo(Math.round(100 * share)))
          .run();
    }
    return ExitCode.OK;
  }

  private VolumeOptions volumeOptions(RunFolder run) {
    double angstroms = 1;
    if (!skipVolumes) {
      run.weights();
      RunInputs inputs = RunInputs.of(run);
      if (downsample != null
          && (downsample < 2 || downsample % 2 != 0 || downsample > inputs.box())) {
        throw new ParameterException(
            spec.commandLine(),
            "-d must be even and at most the box of the model, "
                + inputs.box()
                + ", not "
                + downsample);
      }
      int box = downsample != null ? downsample : inputs.box();
      // --Apix is that of the volumes, as in eval_vol; the options have that of the trained box.
      angstroms = pixelSize != null ? pixelSize * box / inputs.box() : inputs.pixelSize();
    }
    return new VolumeOptions(
        angstroms, downsample, flip, invert, lowPass, crop, startIndex, device);
  }

  private void positive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, not " + value);
    }
  }
}
