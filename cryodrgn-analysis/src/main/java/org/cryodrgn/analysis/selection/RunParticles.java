package org.cryodrgn.analysis.selection;

import java.nio.file.Path;
import org.cryodrgn.analysis.latent.GaussianMixture;
import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;

/**
 * The particles of an analysed epoch with everything that is known of them as columns, and their
 * places in the original stack.
 *
 * <p>Columns: {@code umap1 umap2}, {@code pc1 ..}, {@code z0 ..}, {@code znorm}, {@code labels} (of
 * k-means or a mixture), {@code rot tilt psi} (RELION's angles, degrees), {@code tx ty} (shift,
 * fraction of the box), {@code defocus_u defocus_v defocus_angle voltage cs amplitude_contrast
 * phase_shift pixel_size} (units of {@link CtfTable}), {@code index} (in the original stack, from
 * 0). The names of cryoDRGN's own filter for defocus and phase work too: {@code df1 df2 dfang
 * phase}.
 */
public final class RunParticles {

  private static final long SEED = 0;

  private final RunFolder run;
  private final RunInputs inputs;
  private final int kmeans;
  private final Latents latents;
  private final EpochAnalysis analysis;
  private final int[] original;
  private final ParticleColumns columns;
  private int[] mixture;
  private Poses poses;
  private CtfTable ctf;
  private float[][] umap;
  private float[] scores;

  /**
   * Reads the latents; everything else when it is asked for.
   *
   * @param kmeans which kmeansK folder the labels are of; -1: the only one
   * @throws DataException if the run's selection is of another number of particles
   */
  public RunParticles(RunFolder run, RunInputs inputs, int kmeans) {
    this.run = run;
    this.inputs = inputs;
    this.kmeans = kmeans;
    this.latents = LatentFile.read(run.latents());
    this.analysis = new EpochAnalysis(run, latents.particles(), latents.dimension());
    this.original = inputs.originalIndices(latents.particles());
    this.columns = new ParticleColumns(latents.particles());
    addLatents();
    addPoses();
    addCtf();
    columns.add("index", () -> column(row -> original[row]));
  }

  /** The columns. */
  public ParticleColumns columns() {
    return columns;
  }

  /** The latents. */
  public Latents latents() {
    return latents;
  }

  /** The place of each particle in the original stack, from 0. */
  public int[] original() {
    return original;
  }

  /** Whether the analysis holds a UMAP. */
  public boolean hasUmap() {
    return analysis.hasUmap();
  }

  /**
   * Makes the labels those of a mixture of normal distributions, fitted to z here and now, by
   * falling number of particles.
   *
   * @param components how many
   * @throws IllegalArgumentException if there are fewer particles
   */
  public void labelByMixture(int components) {
    mixture = GaussianMixture.fit(latents.mean(), latents.dimension(), components, SEED).labels();
  }

  /**
   * The label of each particle, of k-means or {@link #labelByMixture}.
   *
   * @throws DataException if there was no analysis, or several k and none was chosen
   */
  public int[] labels() {
    if (mixture != null) {
      return mixture;
    }
    return analysis.labels(kmeans);
  }

  private interface RowValue {
    double at(int row);
  }

  private float[] column(RowValue value) {
    float[] column = new float[latents.particles()];
    for (int row = 0; row < column.length; row++) {
      column[row] = (float) value.at(row);
    }
    return column;
  }

  private void addLatents() {
    int dimension = latents.dimension();
    float[] z = latents.mean();
    columns.add("umap1", () -> umap()[0]);
    columns.add("umap2", () -> umap()[1]);
    for (int c = 0; c < dimension; c++) {
      int component = c;
      columns.add("pc" + (c + 1), () -> column(row -> scores()[row * dimension + component]));
    }
    for (int d = 0; d < dimension; d++) {
      int offset = d;
      columns.add("z" + d, () -> column(row -> z[row * dimension + offset]));
    }
    columns.add(
        "znorm",
        () ->
            column(
                row -> {
                  double sum = 0;
                  for (int d = 0; d < dimension; d++) {
                    sum += (double) z[row * dimension + d] * z[row * dimension + d];
                  }
                  return Math.sqrt(sum);
                }));
    columns.add("labels", this::labelColumn).alias("label", "labels");
  }

  private float[] labelColumn() {
    int[] labels = labels();
    return column(row -> labels[row]);
  }

  private void addPoses() {
    String[] angles = {"rot", "tilt", "psi"};
    for (int i = 0; i < angles.length; i++) {
      int angle = i;
      double[] euler = new double[3];
      columns.add(
          angles[i],
          () -> {
            double[] rotations = poses().rotations();
            return column(
                row -> {
                  Rotations.toRelion(rotations, 9 * row, euler, 0);
                  return euler[angle];
                });
          });
    }
    columns.add("tx", () -> column(row -> poses().translations()[2 * row]));
    columns.add("ty", () -> column(row -> poses().translations()[2 * row + 1]));
  }

  private void addCtf() {
    addCtf("defocus_u", CtfTable.DEFOCUS_U).alias("df1", "defocus_u");
    addCtf("defocus_v", CtfTable.DEFOCUS_V).alias("df2", "defocus_v");
    addCtf("defocus_angle", CtfTable.DEFOCUS_ANGLE).alias("dfang", "defocus_angle");
    addCtf("voltage", CtfTable.VOLTAGE);
    addCtf("cs", CtfTable.SPHERICAL_ABERRATION);
    addCtf("amplitude_contrast", CtfTable.AMPLITUDE_CONTRAST);
    addCtf("phase_shift", CtfTable.PHASE_SHIFT).alias("phase", "phase_shift");
    addCtf("pixel_size", CtfTable.PIXEL_SIZE);
  }

  private ParticleColumns addCtf(String name, int parameter) {
    return columns.add(name, () -> column(row -> ctf().get(row, parameter)));
  }

  private Poses poses() {
    if (poses == null) {
      requireOfParticles("poses");
      poses = run.refinedPoses().map(this::refined).orElseGet(this::given);
    }
    return poses;
  }

  private Poses refined(Path file) {
    Poses own = PoseFile.read(file);
    if (own.size() != latents.particles()) {
      throw DataException.at(
          file,
          "",
          "holds poses of %d particles, z of %d".formatted(own.size(), latents.particles()),
          "Put back the file that the run wrote");
    }
    return own;
  }

  private Poses given() {
    Path file = inputs.poses();
    Poses all = PoseFile.read(required(file, "poses"));
    checkSize(file, all.size());
    return all.select(original);
  }

  private CtfTable ctf() {
    if (ctf == null) {
      requireOfParticles("CTF parameters");
      Path file = inputs.ctf();
      CtfTable all = CtfFile.read(required(file, "CTF parameters"));
      checkSize(file, all.size());
      ctf = all.select(original);
    }
    return ctf;
  }

  private void requireOfParticles(String what) {
    if (inputs.tiltSeries()) {
      throw DataException.at(
          run.config(),
          "",
          "is of tilt series, whose " + what + " are of tilts, not of particles",
          "Choose other columns");
    }
  }

  private Path required(Path file, String what) {
    if (file == null) {
      throw DataException.at(
          run.config(), "", "names no " + what, "Choose other columns: this run had none");
    }
    return RunInputs.required(file);
  }

  private void checkSize(Path file, int size) {
    int last = 0;
    for (int index : original) {
      last = Math.max(last, index);
    }
    if (last >= size) {
      throw DataException.at(
          file,
          "",
          "holds " + size + " rows, but the run used particle " + last + " (counted from 0)",
          "Put back the file that the run was trained with");
    }
  }

  private float[][] umap() {
    if (umap == null) {
      umap = analysis.umap();
    }
    return umap;
  }

  private float[] scores() {
    if (scores == null) {
      scores =
          PrincipalComponents.fit(latents.mean(), latents.dimension()).transform(latents.mean());
    }
    return scores;
  }
}
