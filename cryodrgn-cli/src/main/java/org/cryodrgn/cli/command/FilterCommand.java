package org.cryodrgn.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.analysis.selection.ParticleSelection;
import org.cryodrgn.analysis.selection.RunParticles;
import org.cryodrgn.analysis.selection.SelectionFiles;
import org.cryodrgn.analysis.selection.UnknownColumnException;
import org.cryodrgn.cli.option.PlotOutput;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.SelectionConditions;
import org.cryodrgn.cli.run.ExitCode;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.NearestNames;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Selects particles of an analysed run by conditions, all of which must hold. */
@Command(
    name = "filter",
    description = {
      "All conditions given must hold. Writes NAME.pkl (indices from 0 into the "
          + "original stack), NAME_inverse.pkl and a plot.",
      "",
      "Columns: umap1 umap2, pc1 ..., z0 ..., znorm, labels (of k-means or --mixture), rot tilt psi "
          + "(RELION's angles, degrees), tx ty (shift, fraction of the box), defocus_u "
          + "defocus_v (Å), defocus_angle phase_shift (degrees), voltage (kV) cs (mm) "
          + "amplitude_contrast pixel_size (Å), index (in the original stack)."
    },
    footer = {
      "cryodrgn filter out --labels 1,3-5",
      "cryodrgn filter out --where \"defocus_u < 20000 and umap1 > 3\" --outliers knn"
    })
public final class FilterCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FilterCommand.class);

  @Parameters(index = "0", paramLabel = "OUTDIR", description = "Folder that training wrote")
  private Path folder;

  @Option(
      names = {"--epoch", "-e"},
      defaultValue = "-1",
      paramLabel = "N",
      description = "Epoch, from 1; -1: the last")
  private int epoch;

  @Option(
      names = {"--kmeans", "-k"},
      defaultValue = "-1",
      paramLabel = "K",
      description = "Take labels from the folder kmeansK with this number K; -1: from the only one")
  private int kmeans;

  @Mixin private SelectionConditions conditions;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "indices",
      paramLabel = "NAME",
      description = "Name of what is written")
  private String name;

  @Option(
      names = "--sel-dir",
      paramLabel = "DIR",
      description = "Folder to write into (default: the current folder)")
  private Path selectionFolder;

  @Option(
      names = {"--force", "-f"},
      description = "Replace files that are there")
  private boolean force;

  @Option(
      names = "--plot-inds",
      paramLabel = "PKL",
      description = "An earlier selection to show in the plot")
  private Path earlier;

  @Mixin private PlotOutput plots;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!conditions.any()) {
      throw new ParameterException(
          spec.commandLine(),
          "no condition given, and there is no window to select in: give "
              + SelectionConditions.NAMES);
    }
    Require.that(
        spec,
        !name.matches("(.*/)?(\\.pkl)?"),
        "--output must be the name of a file, not '" + name + "'");
    if (selectionFolder != null && !Files.isDirectory(selectionFolder)) {
      throw DataException.at(selectionFolder, "", "no such folder", "Make it, or name another");
    }
    SelectionFiles files =
        SelectionFiles.named(
            selectionFolder != null ? selectionFolder : Path.of(""), name, plots.format());
    if (!force) {
      files.checkAbsent();
    }
    RunFolder run = epoch == -1 ? RunFolder.lastEpoch(folder) : new RunFolder(folder, epoch);
    LOG.info("Epoch {}", run.epoch());
    requireInputsKept(files, run);
    RunInputs inputs = RunInputs.of(run.config());
    RunParticles particles = new RunParticles(run, inputs, kmeans);
    inputs.requireOfRun(run.latents(), particles.latents());
    ParticleSelection selection = select(particles);
    String[] axes = conditions.plotAxes(particles);
    int[] before = earlier == null ? null : earlier(particles);
    if (conditions.makesLabels()) {
      files.writeLabels(particles.labels());
      LOG.info("Labels of the mixture: {}", files.labels());
    }
    files.write(selection, particles.columns(), particles.original(), axes[0], axes[1], before);
    LOG.info(
        "{} of {} particles selected: {}; the others: {}; plot: {}",
        selection.size(),
        particles.columns().size(),
        files.selected(),
        files.inverse(),
        files.plot());
    return ExitCode.OK;
  }

  /** An earlier selection; what it holds of other particles is told of, for no plot shows it. */
  private int[] earlier(RunParticles particles) {
    int[] indices = IndexFile.read(earlier);
    int[] known = particles.original().clone();
    Arrays.sort(known);
    long others = Arrays.stream(indices).filter(i -> Arrays.binarySearch(known, i) < 0).count();
    if (others > 0) {
      LOG.warn(
          "{}: {} of {} indices are of no particle of this run: the plot does not show them",
          earlier,
          others,
          indices.length);
    }
    return indices;
  }

  private ParticleSelection select(RunParticles particles) {
    ParticleSelection selection;
    try (Progress progress = Progress.ofShareOf("the distances")) {
      selection = conditions.select(particles, progress::advanceToShare);
    } catch (UnknownColumnException e) {
      throw new ParameterException(
          spec.commandLine(),
          e.getMessage()
              + NearestNames.question(e.name().toLowerCase(Locale.ROOT), e.known())
              + "; there are "
              + String.join(", ", e.known()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    if (selection.size() == 0) {
      throw new DataException(
          "No particle of " + folder + " meets all conditions: nothing written. Loosen them.");
    }
    return selection;
  }

  /** Also with --force: a run that has lost its selection or weights cannot be used any more. */
  private void requireInputsKept(SelectionFiles files, RunFolder run) {
    List<Path> inputs = new ArrayList<>(RunInputs.files(run.config()));
    if (earlier != null) {
      inputs.add(earlier);
    }
    RunFiles checkpoints = new RunFiles(folder);
    for (Path output : files.all()) {
      InputFiles.requireKept(output, inputs);
      checkpoints.requireNotReplaced(output);
    }
  }
}
