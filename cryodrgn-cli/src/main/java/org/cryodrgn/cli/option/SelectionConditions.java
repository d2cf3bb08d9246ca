package org.cryodrgn.cli.option;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.cryodrgn.analysis.selection.Labels;
import org.cryodrgn.analysis.selection.Outliers;
import org.cryodrgn.analysis.selection.ParticleSelection;
import org.cryodrgn.analysis.selection.RunParticles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which particles of a run are wanted. */
@Heading("Conditions")
public final class SelectionConditions {

  /** The options that select, for messages. */
  public static final String NAMES = "--labels, --box, --polygon, --where or --outliers";

  /** What --outliers takes. */
  static final class Distances extends Choices {
    Distances() {
      super("mahalanobis", "knn");
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--labels",
      paramLabel = "LIST",
      description =
          "Keep these labels of labels.pkl, for instance 0,3-5 "
              + "(from 0: label 0 is vol_001.mrc)")
  private String labels;

  @Option(
      names = "--labels-file",
      paramLabel = "PKL",
      description =
          "Take the labels from here (of a landscape, an earlier mixture) instead of k-means")
  private Path labelsFile;

  @Option(
      names = "--mixture",
      paramLabel = "K",
      description =
          "Take the labels from a mixture of K normal distributions that is fitted to z now;"
              + " component 0 is the largest. Also writes NAME_labels.pkl")
  private Integer mixture;

  @Option(
      names = "--box",
      paramLabel = "RANGES",
      description = "Keep these ranges of columns: umap1=-2:3,defocus_u=:20000")
  private String box;

  @Option(
      names = "--polygon",
      paramLabel = "TXT",
      description = "Keep what lies in this polygon: x and y of one corner a line")
  private Path polygon;

  @Option(
      names = "--polygon-axes",
      paramLabel = "X,Y",
      defaultValue = "umap1,umap2",
      description = "The columns that the polygon is drawn in")
  private String polygonAxes;

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description =
          "Keep where this holds: and or not, < <= > >= == !=, + - * /, abs sqrt log exp, "
              + "for instance \"defocus_u < 20000 and umap1 > 3\"")
  private String where;

  @Option(
      names = "--outliers",
      paramLabel = "DISTANCE",
      completionCandidates = Distances.class,
      description =
          "Leave out what lies far from the rest in z: ${COMPLETION-CANDIDATES} "
              + "(mahalanobis: from the mean, in standard deviations; knn: from the 20 nearest, "
              + "in robust standard deviations above the median)")
  private String outliers;

  @Option(
      names = "--outlier-threshold",
      paramLabel = "T",
      description =
          "Greatest distance that stays, in these deviations (mahalanobis: the 99.9 %% quantile; knn: 5)")
  private Double threshold;

  @Option(names = "--invert", description = "Keep the others instead")
  private boolean invert;

  /** Whether anything selects. */
  public boolean any() {
    return labels != null || box != null || polygon != null || where != null || outliers != null;
  }

  /** Whether labels are made that were nowhere before. */
  public boolean makesLabels() {
    return mixture != null;
  }

  /**
   * The particles that meet all conditions.
   *
   * @param progress told the share that is done of the distances of outliers; from any thread
   * @throws IllegalArgumentException if a condition cannot be understood
   */
  public ParticleSelection select(RunParticles particles, DoubleConsumer progress) {
    tellUnused();
    Require.positive(spec, "--mixture", mixture);
    if (mixture != null) {
      Require.that(spec, labelsFile == null, "give one of --mixture and --labels-file");
      particles.labelByMixture(mixture);
    }
    ParticleSelection selection = new ParticleSelection(particles.columns());
    if (labels != null) {
      int[] all =
          labelsFile == null
              ? particles.labels()
              : Labels.read(labelsFile, particles.columns().size());
      selection.labelled(all, labels);
    }
    if (box != null) {
      selection.box(box);
    }
    if (polygon != null) {
      String[] axes = axes();
      selection.within(polygon, axes[0], axes[1]);
    }
    if (where != null) {
      selection.where(where);
    }
    if (outliers != null) {
      selection.without(
          Outliers.valueOf(outliers.toUpperCase(Locale.ROOT)),
          particles.latents().mean(),
          particles.latents().dimension(),
          threshold,
          progress);
    }
    return invert ? selection.invert() : selection;
  }

  private void tellUnused() {
    if (labels == null) {
      Unused.warn(spec, "without --labels", "--labels-file");
    }
    if (mixture != null) {
      Unused.warn(spec, "with --mixture", "--kmeans");
    }
    if (polygon == null) {
      Unused.warn(spec, "without --polygon", "--polygon-axes");
    }
    if (outliers == null) {
      Unused.warn(spec, "without --outliers", "--outlier-threshold");
    }
  }

  /** The columns of the plot: those of the polygon, or UMAP, or what there is. */
  public String[] plotAxes(RunParticles particles) {
    if (polygon != null) {
      return axes();
    }
    if (particles.hasUmap()) {
      return new String[] {"umap1", "umap2"};
    }
    return particles.latents().dimension() > 1
        ? new String[] {"pc1", "pc2"}
        : new String[] {"index", "z0"};
  }

  private String[] axes() {
    String[] axes = polygonAxes.strip().split("\\s*,\\s*");
    if (axes.length != 2) {
      throw new IllegalArgumentException(
          "--polygon-axes takes two columns such as umap1,umap2, not '" + polygonAxes + "'");
    }
    return axes;
  }
}
