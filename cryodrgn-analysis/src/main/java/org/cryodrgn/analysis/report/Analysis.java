package org.cryodrgn.analysis.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.cryodrgn.analysis.latent.Clusters;
import org.cryodrgn.analysis.latent.KMeans;
import org.cryodrgn.analysis.latent.NearestNeighbours;
import org.cryodrgn.analysis.latent.PcTraversal;
import org.cryodrgn.analysis.latent.Percentiles;
import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.analysis.latent.Rows;
import org.cryodrgn.analysis.plot.HistogramPlot;
import org.cryodrgn.analysis.plot.LinePlot;
import org.cryodrgn.analysis.plot.PlanePlot;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked of one epoch: principal components, k-means, UMAP, volumes along and among them,
 * figures. Everything goes into the folder and under the names of cryoDRGN's {@code analyze}.
 *
 * <p>Figures come before volumes, which take longer.
 */
public final class Analysis {

  /**
   * What to do.
   *
   * @param components how many principal components to walk along
   * @param pointsPerComponent volumes along each
   * @param clusters k of k-means
   * @param skipUmap whether to leave out the UMAP
   * @param format of the figures
   * @param volumes what is done to volumes
   */
  public record Settings(
      int components,
      int pointsPerComponent,
      int clusters,
      boolean skipUmap,
      PlotFormat format,
      VolumeOptions volumes) {

    /** What is done at the end of a training: cryoDRGN's defaults, but no empty clusters. */
    static Settings defaults(double pixelSize, int particles) {
      VolumeOptions volumes = new VolumeOptions(pixelSize, null, false, false, null, null, 1);
      return new Settings(2, 10, Math.min(20, particles), false, PlotFormat.PNG, volumes);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);
  private static final long SEED = 0;
  private static final double LOW_PERCENTILE = 5;
  private static final double HIGH_PERCENTILE = 95;

  /** Latents along a path must lie this near to a particle for the UMAP plot to be trusted. */
  private static final double FAR = 2;

  private final RunFolder run;
  private final RunInputs inputs;
  private final Latents latents;
  private final Path folder;
  private final Settings settings;
  private final VolumeSource volumes;
  private final Function<String, DoubleConsumer> works;

  /**
   * @param inputs of the run
   * @param latents of the run's epoch
   * @param folder where to write; need not exist
   * @param volumes null to make no volumes
   * @param works given the name of a long work that begins, gives what is told the share of it that
   *     is done
   */
  public Analysis(
      RunFolder run,
      RunInputs inputs,
      Latents latents,
      Path folder,
      Settings settings,
      VolumeSource volumes,
      Function<String, DoubleConsumer> works) {
    this.run = run;
    this.inputs = inputs;
    this.latents = latents;
    this.folder = folder;
    this.settings = settings;
    this.volumes = volumes;
    this.works = works;
  }

  /**
   * What is done at the end of a training, with cryoDRGN's defaults.
   *
   * @param folder the training's output folder
   * @param epoch its last
   * @param works as the constructor's
   */
  public static void afterTraining(
      Path folder, int epoch, int threads, Function<String, DoubleConsumer> works) {
    boolean numbered = Files.exists(new RunFiles(folder).weights(epoch));
    RunFolder run = new RunFolder(folder, numbered ? epoch : -1);
    Latents latents = LatentFile.read(run.latents());
    RunInputs inputs = RunInputs.of(run.config());
    Settings settings = Settings.defaults(inputs.pixelSize(false), latents.particles());
    try (DecodedVolumes volumes =
        new DecodedVolumes(run.weights(), run.config(), "vol_", threads, null)) {
      new Analysis(run, inputs, latents, run.analysis(), settings, volumes, works).run();
    }
  }

  /** Does everything. */
  public void run() {
    LOG.info(
        "{} particles, {} latent variables; results go to {}",
        latents.particles(),
        latents.dimension(),
        folder);
    if (latents.dimension() > 1 && latents.particles() < Math.max(2, settings.clusters)) {
      throw DataException.at(
          run.latents(),
          "",
          latents.particles() + " particles are too few for " + settings.clusters + " clusters",
          "Lower --ksample");
    }
    begin(folder);
    learningCurve();
    if (latents.dimension() == 1) {
      oneDimension();
    } else {
      moreDimensions();
    }
    Notebooks.write(folder, run, inputs.selection(), settings.clusters);
  }

  private static void begin(Path target) {
    AtomicFile.makeFolder(target);
    AtomicFile.removeAbandoned(target);
  }

  private void learningCurve() {
    LearningCurve curve = LearningCurve.read(run.folder());
    if (curve.isEmpty()) {
      LOG.warn("No learning curve: {} holds neither metrics.jsonl nor run.log", run.folder());
      return;
    }
    LinePlot plot =
        new LinePlot("Epoch", "Loss").wholeX().line("Loss", curve.epochs(), curve.losses());
    if (run.epoch() > 0) {
      plot.vertical(run.epoch(), "Epoch " + run.epoch());
    }
    PlotFile.write(plot, folder, "learning_curve_epoch" + run.epoch(), settings.format);
  }

  private void oneDimension() {
    float[] z = latents.mean();
    float[] particle = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      particle[i] = i;
    }
    PlotFile.write(
        new PlanePlot("Particle", "z").points(particle, z), folder, "z", settings.format);
    PlotFile.write(new HistogramPlot("z", "Particles", z), folder, "z_hist", settings.format);
    Percentiles percentiles = Percentiles.of(z);
    float[][] path = new float[settings.pointsPerComponent][1];
    for (int i = 0; i < path.length; i++) {
      double share = path.length == 1 ? 0 : i / (path.length - 1.0);
      path[i][0] =
          (float) percentiles.at(LOW_PERCENTILE + share * (HIGH_PERCENTILE - LOW_PERCENTILE));
    }
    writeLatents(folder, path);
    decode(folder, path, false);
  }

  private void moreDimensions() {
    int dimension = latents.dimension();
    float[] z = latents.mean();
    int walked = Math.min(settings.components, dimension);
    if (walked < settings.components) {
      LOG.warn("--pc {}: there are only {} principal components", settings.components, dimension);
    }
    LOG.info("Principal components");
    PrincipalComponents pca = PrincipalComponents.fit(z, dimension);
    LOG.info("Explained variance ratio:");
    LOG.info(pca.explainedVarianceText());
    float[][] scores = new float[Math.max(2, walked)][];
    for (int c = 0; c < scores.length; c++) {
      scores[c] = pca.scores(z, c);
    }
    LOG.info("k-means, {} clusters", settings.clusters);
    Clusters clusters =
        KMeans.cluster(z, dimension, settings.clusters, SEED, works.apply("k-means"));
    Path clusterFolder = folder.resolve("kmeans" + settings.clusters);
    writeClusters(clusterFolder, clusters, z);
    float[][] umap =
        dimension > 2 && latents.particles() > 2 && !settings.skipUmap
            ? UmapFile.readOrMake(folder, latents, works.apply("the UMAP"))
            : null;

    LOG.info("Figures");
    LatentFigures figures = new LatentFigures(folder, settings.format, pca, scores, umap);
    figures.overview();
    figures.clusters(clusterFolder, clusters, settings.volumes.startIndex());
    PcTraversal[] traversals = new PcTraversal[walked];
    for (int c = 0; c < walked; c++) {
      traversals[c] =
          PcTraversal.along(
              pca,
              z,
              c,
              settings.pointsPerComponent,
              LOW_PERCENTILE,
              HIGH_PERCENTILE,
              PcTraversal.Spacing.DISTANCE);
      Path target = folder.resolve("pc" + (c + 1));
      begin(target);
      writeLatents(target, floats(traversals[c].path()));
      figures.traversal(target, traversals[c], nearest(traversals[c], z, dimension, umap != null));
    }

    for (int c = 0; c < walked; c++) {
      decode(folder.resolve("pc" + (c + 1)), floats(traversals[c].path()), false);
    }
    decode(clusterFolder, Rows.split(clusters.representatives(z), dimension), true);
  }

  private int[] nearest(PcTraversal traversal, float[] z, int dimension, boolean shown) {
    double[][] path = traversal.path();
    int[] nearest = NearestNeighbours.nearest(z, dimension, path);
    for (int i = 0; i < path.length && shown; i++) {
      double sum = 0;
      for (int d = 0; d < dimension; d++) {
        sum += Math.pow(z[nearest[i] * dimension + d] - path[i][d], 2);
      }
      if (sum > FAR * FAR) {
        LOG.warn(
            "PC{}: some points lie far from every particle, their places in the UMAP are rough",
            traversal.component() + 1);
        break;
      }
    }
    return nearest;
  }

  private void writeClusters(Path target, Clusters clusters, float[] z) {
    begin(target);
    long[] labels = Arrays.stream(clusters.labels()).asLongStream().toArray();
    PickleWriter.write(target.resolve("labels.pkl"), NumpyArray.of(labels, labels.length));
    int dimension = z.length / labels.length;
    float[][] centres = Rows.split(clusters.representatives(z), dimension);
    TextMatrix.of(centres).write(target.resolve("centers.txt"));
    TextMatrix.writeIntegers(target.resolve("centers_ind.txt"), clusters.particles());
    writeLatents(target, centres);
  }

  private void decode(Path target, float[][] latents, boolean sideBySide) {
    if (volumes == null) {
      return;
    }
    LOG.info("{} volumes in {}", latents.length, target);
    List<Path> written = volumes.write(latents, target, settings.volumes);
    // The folder itself may be one that the user named, with volumes of their own.
    if (!target.equals(folder)) {
      NumberedVolumes.keepOnly(target, written);
    }
    if (sideBySide) {
      ChimeraxScript.sideBySide(target, written);
    } else {
      ChimeraxScript.series(target, written);
    }
  }

  private static void writeLatents(Path target, float[][] latents) {
    TextMatrix.of(latents).write(target.resolve("z_values.txt"));
  }

  private static float[][] floats(double[][] rows) {
    float[][] floats = new float[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        floats[i][j] = (float) rows[i][j];
      }
    }
    return floats;
  }
}
