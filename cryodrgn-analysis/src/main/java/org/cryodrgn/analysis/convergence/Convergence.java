package org.cryodrgn.analysis.convergence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.cryodrgn.analysis.latent.NearestNeighbours;
import org.cryodrgn.analysis.latent.Percentiles;
import org.cryodrgn.analysis.latent.Rows;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.analysis.maps.Masks;
import org.cryodrgn.analysis.report.LearningCurve;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.TextMatrix;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a training has converged, asked of its epochs (Powell, in cryoDRGN's {@code
 * analyze_convergence}): the loss; UMAPs; how far the latents of the particles still move; and, of
 * representatives at crowded places of the last UMAP, followed back through the epochs, how alike
 * their maps are from epoch to epoch. Files have cryoDRGN's names.
 *
 * <p>Epochs looked at are the fourth (of a run that ends with it or before, the first) and then one
 * each interval, and the last. Of a run that kept only some epochs, each is the next that was kept.
 */
public final class Convergence {

  /** Makes the maps of an epoch. */
  @FunctionalInterface
  public interface MapMaker {
    /** Writes vol_NNN.mrc of each latent point by the weights of an epoch. */
    void write(RunFolder epoch, float[][] latents, Path folder);
  }

  /**
   * How it is done.
   *
   * @param interval epochs between those that are looked at
   * @param subset particles of the UMAPs at most
   * @param subsetSeed draws them
   * @param umap null to take the UMAPs of an earlier analysis
   * @param sketch how representatives are found
   * @param firstMap the number of the first map
   * @param mask of the maps, widths in voxels
   * @param threads at most
   */
  public record Settings(
      int interval,
      int subset,
      int subsetSeed,
      Umap.Settings umap,
      ViewSketch.Settings sketch,
      int firstMap,
      Masks.Settings mask,
      int threads) {}

  private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);
  private static final int FIRST = 4;

  private final RunFolder run;
  private final Path folder;
  private final Settings settings;
  private final MapMaker maps;
  private final List<Integer> kept;
  private final List<Integer> epochs;
  private final ConvergenceFigures figures;
  private final ViewFiles viewFiles;

  /**
   * Chooses the epochs; nothing is written yet.
   *
   * @param run the last epoch to look at
   * @param folder where to write
   * @param maps null to take the maps of an earlier analysis
   * @throws DataException if fewer than two epochs were kept, or the weights of one were not
   */
  public Convergence(RunFolder run, Path folder, Settings settings, MapMaker maps) {
    this.run = run;
    this.folder = folder;
    this.settings = settings;
    this.maps = maps;
    run.latents();
    kept = run.epochs().stream().filter(epoch -> epoch <= run.epoch()).toList();
    epochs = chosen(kept, settings.interval);
    if (epochs.size() < 2) {
      throw DataException.at(
          run.folder(),
          "",
          "holds the latents of fewer than two epochs up to " + run.epoch(),
          "Name a later epoch, or train with --checkpoint 1");
    }
    if (maps != null) {
      epochs.forEach(epoch -> new RunFolder(run.folder(), epoch).weights());
    }
    figures = new ConvergenceFigures(folder.resolve("plots"));
    viewFiles = new ViewFiles(folder);
  }

  /** The epochs to look at, rising, of those that were kept; ends with the last of these. */
  static List<Integer> chosen(List<Integer> kept, int interval) {
    TreeSet<Integer> all = new TreeSet<>(kept);
    TreeSet<Integer> chosen = new TreeSet<>();
    int last = all.isEmpty() ? 0 : all.last();
    // A short run is looked at from its beginning.
    for (int epoch = last > FIRST ? FIRST : 1; epoch < last; epoch += interval) {
      chosen.add(all.ceiling(epoch));
    }
    if (last > 0) {
      chosen.add(last);
    }
    return List.copyOf(chosen);
  }

  /**
   * Makes the folder.
   *
   * @return convergence.log in it, for the log of what follows
   */
  public Path prepare() {
    AtomicFile.makeFolder(folder.resolve("plots"));
    return folder.resolve("convergence.log");
  }

  /**
   * Does everything.
   *
   * @param progress told the share of the UMAPs that is done
   */
  public void run(DoubleConsumer progress) {
    LOG.info("Epochs {}; results go to {}", epochs, folder);
    if (epochs.size() < 3) {
      LOG.warn("Two epochs only are compared: lower --epoch-interval, or name a later epoch");
    }
    loss();
    LOG.info("Moves of the latents over {} epochs", kept.size());
    EpochLatents all = EpochLatents.read(run, kept, epochs, this::subset);
    shifts(all.shifts());
    LOG.info("UMAPs are of {} of {} particles", all.subset().length, all.particles());
    List<float[]> latents = all.looked();
    follow(latents, all.dimension(), views(latents, all.dimension(), progress));
  }

  private int[] subset(int particles) {
    return settings.umap == null
        ? viewFiles.readSubset(particles)
        : viewFiles.drawSubset(particles, settings.subset, settings.subsetSeed);
  }

  private void loss() {
    LearningCurve curve = LearningCurve.read(run.folder()).until(run.epoch());
    if (curve.isEmpty()) {
      LOG.warn("No loss curve: {} holds neither metrics.jsonl nor run.log", run.folder());
    } else {
      figures.loss(curve);
    }
  }

  private void shifts(List<double[]> shifts) {
    if (shifts.isEmpty()) {
      LOG.warn("No moves to compare: three epochs are needed");
      return;
    }
    PickleWriter.write(
        folder.resolve("vector_metrics.pkl"),
        NumpyArray.of(flat(shifts), shifts.size(), LatentShifts.NAMES.length));
    figures.shifts(numbers(kept.subList(2, kept.size())), shifts);
  }

  private List<float[][]> views(List<float[]> latents, int dimension, DoubleConsumer progress) {
    List<float[][]> views = new ArrayList<>();
    for (int e = 0; e < epochs.size(); e++) {
      if (settings.umap == null) {
        views.add(viewFiles.read(epochs.get(e), latents.get(e).length / dimension));
      } else {
        LOG.info("UMAP of epoch {}", epochs.get(e));
        views.add(viewFiles.make(epochs.get(e), latents.get(e), dimension, settings.umap));
        progress.accept((e + 1.0) / epochs.size());
      }
    }
    figures.views(epochs, views);
    return views;
  }

  private void follow(List<float[]> latents, int dimension, List<float[][]> views) {
    float[][] last = views.get(views.size() - 1);
    ViewSketch sketch = ViewSketch.of(last, settings.sketch);
    int count = sketch.maxima().size();
    if (count == 0) {
      throw DataException.at(
          folder,
          "",
          "no crowded place was found in the UMAP of epoch " + run.epoch(),
          "Change --n-bins or --smooth-width");
    }
    String[] labels = labels(count);
    LOG.info("{} representatives: {}", count, String.join(" ", labels));
    figures.sketch(run.epoch(), last, sketch, labels);
    List<int[]> points = new ArrayList<>();
    List<float[][]> representatives = new ArrayList<>();
    for (int e = 0; e < epochs.size(); e++) {
      float[] z = latents.get(e);
      points.add(NearestNeighbours.nearest(z, dimension, medians(z, dimension, sketch)));
      representatives.add(Rows.split(Rows.select(z, dimension, points.get(e)), dimension));
      TextMatrix.of(representatives.get(e))
          .write(
              folder
                  .resolve("repr_particles")
                  .resolve("latent_representative." + epochs.get(e) + ".txt"));
    }
    figures.followed(epochs, views, points, labels);
    compareMaps(representatives, labels);
  }

  private void compareMaps(List<float[][]> representatives, String[] labels) {
    EpochMaps written = new EpochMaps(folder, settings.firstMap, settings.threads);
    for (int e = 0; e < epochs.size() && maps != null; e++) {
      int epoch = epochs.get(e);
      LOG.info("{} maps of epoch {}", labels.length, epoch);
      maps.write(new RunFolder(run.folder(), epoch), representatives.get(e), written.folder(epoch));
      written.mask(epoch, labels.length, settings.mask);
    }
    LOG.info("Correlations of the maps from epoch to epoch");
    EpochMaps.Comparison comparison = written.compare(epochs, labels.length);
    int steps = epochs.size() - 1;
    PickleWriter.write(
        folder.resolve("cc_masked.pkl"),
        NumpyArray.of(flat(List.of(comparison.correlations())), labels.length, steps));
    List<double[]> curves = new ArrayList<>();
    for (double[][] curvesOfLabel : comparison.shells()) {
      curves.addAll(List.of(curvesOfLabel));
    }
    int half = curves.get(0).length;
    PickleWriter.write(
        folder.resolve("fsc_masked.pkl"), NumpyArray.of(flat(curves), labels.length, steps, half));
    double[] frequencies = IntStream.range(0, half).mapToDouble(i -> 0.5 * i / half).toArray();
    PickleWriter.write(folder.resolve("fsc_xaxis.pkl"), NumpyArray.of(frequencies, half));
    double[] later = numbers(epochs.subList(1, epochs.size()));
    figures.correlations(later, comparison.correlations(), labels);
    figures.shells(later, frequencies, comparison.shells(), labels);
    for (int k = 0; k < labels.length; k++) {
      LOG.info(
          "{}: correlation with the epoch before at epoch {}: {}",
          labels[k],
          run.epoch(),
          String.format(Locale.US, "%.4f", comparison.correlations()[k][steps - 1]));
    }
  }

  /** The median latent of the members of each maximum. */
  private static double[][] medians(float[] z, int dimension, ViewSketch sketch) {
    double[][] medians = new double[sketch.maxima().size()][dimension];
    for (int k = 0; k < medians.length; k++) {
      int[] members = sketch.maxima().get(k).members();
      float[][] columns = Rows.columns(Rows.select(z, dimension, members), dimension);
      for (int d = 0; d < dimension; d++) {
        medians[k][d] = (float) Percentiles.of(columns[d]).at(50);
      }
    }
    return medians;
  }

  /** A, B, ... Z, AA, AB, ... */
  static String[] labels(int count) {
    String[] labels = new String[count];
    for (int i = 0; i < count; i++) {
      String last = String.valueOf((char) ('A' + i % 26));
      labels[i] = i < 26 ? last : labels[i / 26 - 1] + last;
    }
    return labels;
  }

  private static double[] numbers(List<Integer> epochs) {
    return epochs.stream().mapToDouble(Integer::doubleValue).toArray();
  }

  private static double[] flat(List<double[]> rows) {
    return rows.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
