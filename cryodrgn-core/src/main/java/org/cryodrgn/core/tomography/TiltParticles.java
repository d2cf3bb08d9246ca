package org.cryodrgn.core.tomography;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.cryodrgn.core.ctf.RelionAberrations;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ProjectPaths;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of RELION 5's tomography particles, a row an image: each particle in each tilt that it
 * is seen in, by rising dose, with its place, defocus and orientation there.
 */
public final class TiltParticles {

  private static final Logger LOG = LoggerFactory.getLogger(TiltParticles.class);

  private static final String SERIES_FILE = "_rlnTomoTiltSeriesStarFile";
  private static final String VISIBLE = "_rlnTomoVisibleFrames";

  private final Path tomogramsFile;
  private final StarTable tomograms;
  private final RelionParticles particles;
  private final Map<String, TiltSeries> series = new HashMap<>();
  private final Map<String, Integer> rowOfTomogram = new HashMap<>();

  private TiltParticles(Path tomogramsFile, Path particlesFile) {
    this.tomogramsFile = tomogramsFile;
    this.tomograms =
        StarFile.read(tomogramsFile)
            .table("global")
            .orElseThrow(
                () ->
                    DataException.at(
                        tomogramsFile,
                        "",
                        "no block data_global",
                        "Name the tomograms.star of a RELION 5 tomography job"));
    if (tomograms.column(SERIES_FILE) < 0 && tomograms.column("_rlnTomoTiltSeriesName") >= 0) {
      throw DataException.at(
          tomogramsFile,
          "data_global",
          "is of RELION 4's form, with the tilts' projections in this file (WarpTools writes it"
              + " too)",
          "Name the tomograms.star of a RELION 5 job, which names a file for each tilt series");
    }
    this.particles = RelionParticles.read(particlesFile);
    int name = tomograms.requiredColumn(RelionLabels.TOMO_NAME);
    for (int row = 0; row < tomograms.rows(); row++) {
      rowOfTomogram.put(tomograms.text(row, name), row);
    }
  }

  /**
   * Reads the tomograms, their tilt series and the particles.
   *
   * @param tomograms RELION 5's tomograms.star, which names the tilt series' files
   * @param particles its particles.star
   * @param width pixels of a tilt image along x
   * @param height pixels of a tilt image along y
   * @return a table in RELION 3.0's form
   * @throws DataException if a file or column is missing, or a particle's tomogram is
   */
  public static StarFile expand(Path tomograms, Path particles, int width, int height) {
    return new TiltParticles(tomograms, particles).expand(width, height);
  }

  private StarFile expand(int width, int height) {
    tellShifts();
    tellUnmodelled();
    int[][] visible = new int[particles.size()][];
    TiltSeries[] ofParticle = new TiltSeries[particles.size()];
    int rows = 0;
    for (int p = 0; p < particles.size(); p++) {
      ofParticle[p] = series(p);
      visible[p] = visible(p, ofParticle[p]);
      rows = Math.addExact(rows, visible[p].length);
    }
    TiltImages images = new TiltImages(particles, ofParticle, rows);
    for (int p = 0; p < particles.size(); p++) {
      TiltSeries tilts = ofParticle[p];
      int[] seen = visible[p];
      double[] point = point(p);
      double[] orientation = orientation(p);
      for (int image : byDose(tilts, seen)) {
        double[] projected = new double[4];
        tilts.project(seen[image], point, width, height, projected);
        double[] rotation = multiply(tilts.rotation(seen[image]), orientation);
        images.add(p, image, seen[image], projected, rotation);
      }
    }
    return StarFile.create("Created by cryodrgn", List.of(images.table()));
  }

  /** An extraction leaves no shifts, a refinement after it does; cryoDRGN's images have none. */
  private void tellShifts() {
    int shifted = 0;
    double largest = 0;
    for (int p = 0; p < particles.size(); p++) {
      double x = numberOr0(p, "_rlnOriginXAngst");
      double y = numberOr0(p, "_rlnOriginYAngst");
      double length = Math.hypot(Math.hypot(x, y), numberOr0(p, "_rlnOriginZAngst"));
      shifted += length > 0 ? 1 : 0;
      largest = Math.max(largest, length);
    }
    if (shifted > 0) {
      LOG.warn(
          "{}: {} of {} particles have shifts, up to {} Å. As in cryoDRGN the images are written"
              + " with none: extract the particles again where they were refined to lie",
          particles.file().path(),
          shifted,
          particles.size(),
          String.format(Locale.US, "%.1f", largest));
    }
  }

  /** What the optics groups tell of the images, and the table of these has no column for. */
  private void tellUnmodelled() {
    List<String> unmodelled = RelionAberrations.of(particles);
    if (unmodelled.contains(RelionAberrations.PREMULTIPLIED)) {
      LOG.warn(
          "{}: the images are multiplied by their CTF already ({}), and the model multiplies by it"
              + " once more: extract them again with --no_ctf",
          particles.file().path(),
          RelionAberrations.PREMULTIPLIED);
    } else if (!unmodelled.isEmpty()) {
      LOG.warn(
          "{}: {} do not come into the table of images, and the model has no term for them",
          particles.file().path(),
          String.join(", ", unmodelled));
    }
  }

  /** The places of tilts by rising dose. */
  private static int[] byDose(TiltSeries tilts, int[] seen) {
    return IntStream.range(0, seen.length)
        .boxed()
        .sorted(Comparator.comparingDouble(image -> tilts.dose(seen[image])))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private TiltSeries series(int particle) {
    String name = particles.text(particle, RelionLabels.TOMO_NAME);
    return series.computeIfAbsent(name, added -> read(particle, added));
  }

  private TiltSeries read(int particle, String name) {
    Integer row = rowOfTomogram.get(name);
    if (row == null) {
      throw DataException.at(
          particles.file().path(),
          particles.table().describeRow(particle),
          "the tomogram " + name + " is not in " + tomogramsFile,
          "Name the tomograms.star that the particles were extracted from");
    }
    int handColumn = tomograms.column("_rlnTomoHand");
    double hand = handColumn >= 0 && tomograms.number(row, handColumn) == -1 ? -1 : 1;
    double pixelSize =
        tomograms.number(row, tomograms.requiredColumn("_rlnTomoTiltSeriesPixelSize"));
    if (!(pixelSize > 0)) {
      throw DataException.at(
          tomogramsFile,
          tomograms.describeRow(row),
          "a pixel size of " + pixelSize,
          "Correct _rlnTomoTiltSeriesPixelSize");
    }
    String file = tomograms.text(row, tomograms.requiredColumn(SERIES_FILE));
    return new TiltSeries(find(file, row), pixelSize, hand);
  }

  /** A path that RELION wrote is relative to its project, a folder above the tomograms' file. */
  private Path find(String name, int row) {
    return ProjectPaths.find(Path.of(name), tomogramsFile)
        .orElseThrow(
            () ->
                DataException.at(
                    tomogramsFile,
                    tomograms.describeRow(row),
                    "no file '" + name + "' here, in the folder of this file or above it",
                    "Run the command in the folder of the RELION project"));
  }

  /** The tilts that a particle is seen in, in the order of the tilt series. */
  private int[] visible(int particle, TiltSeries tilts) {
    if (!particles.has(VISIBLE)) {
      return IntStream.range(0, tilts.size()).toArray();
    }
    String text = particles.text(particle, VISIBLE);
    String[] flags = text.replaceAll("[\\[\\]() ]", "").split(",");
    if (flags.length > tilts.size() || !text.matches("[\\[(][01, ]*[\\])]")) {
      throw DataException.at(
          particles.file().path(),
          particles.table().describeRow(particle) + ", column " + VISIBLE,
          "'" + text + "' for a series of " + tilts.size() + " tilts",
          "Write a 1 or 0 for each tilt, as [1,0,1]");
    }
    return IntStream.range(0, flags.length).filter(i -> flags[i].equals("1")).toArray();
  }

  /** The particle's centre from the tomogram's, Å. */
  private double[] point(int particle) {
    double[] point = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      char name = "XYZ".charAt(axis);
      point[axis] =
          particles.number(particle, "_rlnCenteredCoordinate" + name + "Angst")
              - numberOr0(particle, "_rlnOrigin" + name + "Angst");
    }
    return point;
  }

  /** The particle's rotation in the tomogram, that of its box first. */
  private double[] orientation(int particle) {
    return multiply(rotation(particle, "_rlnTomoSubtomogram"), rotation(particle, "_rlnAngle"));
  }

  private double[] rotation(int particle, String prefix) {
    double[] matrix = new double[9];
    Rotations.fromRelion(
        numberOr0(particle, prefix + "Rot"),
        numberOr0(particle, prefix + "Tilt"),
        numberOr0(particle, prefix + "Psi"),
        matrix,
        0);
    return matrix;
  }

  private double numberOr0(int particle, String label) {
    return particles.has(label) ? particles.number(particle, label) : 0;
  }

  private static double[] multiply(double[] a, double[] b) {
    double[] product = new double[9];
    for (int i = 0; i < 9; i++) {
      int row = i / 3 * 3;
      product[i] = a[row] * b[i % 3] + a[row + 1] * b[3 + i % 3] + a[row + 2] * b[6 + i % 3];
    }
    return product;
  }
}
