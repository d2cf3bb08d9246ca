package org.cryodrgn.cli.command;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.analysis.report.ClassColours;
import org.cryodrgn.analysis.report.ClassFigures;
import org.cryodrgn.analysis.report.ClassLabels;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.cli.option.Choices;
import org.cryodrgn.cli.option.LastWins;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plots the latents of a run by classes. */
@Command(
    name = "plot_classes",
    description = "Plots UMAP and principal components, coloured by the class of each particle.",
    footer = "cryodrgn_utils plot_classes out 20 --labels classes.pkl --plot-types scatter kde")
public final class PlotClassesCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(PlotClassesCommand.class);

  static final class PlotTypes extends Choices {
    PlotTypes() {
      super("kde", "scatter");
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WORKDIR", description = "Folder that training wrote")
  private Path folder;

  @Parameters(
      index = "1",
      paramLabel = "EPOCH",
      description = "Epoch, from 1; -1: z.pkl, to the folder analyze")
  private Integer epoch;

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "PKL",
      description =
          "A label for each particle, or fewer: the indices of a subset to show against the others")
  private Path labelFile;

  @Option(
      names = "--plot-types",
      arity = "1..*",
      preprocessor = LastWins.class,
      defaultValue = "scatter",
      paramLabel = "TYPE",
      completionCandidates = PlotTypes.class,
      description = "Points (scatter) or contours of their density (kde)")
  private List<String> types;

  @Option(
      names = "--palette",
      paramLabel = "NAME|PKL",
      description =
          "A palette of seaborn (Set1, tab20, deep, rocket ...), or a dict from class to colour")
  private String palette;

  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      description = "Where to write, if not WORKDIR/analyze.EPOCH")
  private Path output;

  @Option(names = "--skip-umap", description = "Make no UMAP; one that is there is used")
  private boolean skipUmap;

  @Option(names = "--svg", description = "Write .svg files, not .png")
  private boolean svg;

  @Override
  public Integer call() {
    RunFolder run = new RunFolder(folder, epoch);
    Path target = output != null ? output : run.analysis();
    Latents latents = LatentFile.read(run.latents());
    ClassLabels labels = ClassLabels.read(labelFile, latents.particles());
    List<Color> colours;
    try {
      colours = ClassColours.of(palette, labels.names());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--palette: " + e.getMessage(), e);
    }
    LOG.info("{} classes of {} particles", labels.names().size(), labels.classes().length);
    PlotFormat format = svg ? PlotFormat.SVG : PlotFormat.PNG;
    try (Progress progress = Progress.ofShareOf("the UMAP")) {
      new ClassFigures(target, labels, colours, types, format)
          .write(run.latents(), latents, !skipUmap, progress::advanceToShare);
    }
    LOG.info("Wrote plots to {}", target);
    return 0;
  }
}
