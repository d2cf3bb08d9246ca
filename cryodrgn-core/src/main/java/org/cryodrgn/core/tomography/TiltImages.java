package org.cryodrgn.core.tomography;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.StarTable;

/** The images of tomography particles, a row an image, as a table in RELION 3.0's form. */
final class TiltImages {

  // The values of a row: x, y (pixels), defocus U and V (Å), then rot, tilt and psi (degrees).
  private static final int X = 0;
  private static final int Y = 1;
  private static final int DEFOCUS_U = 2;
  private static final int DEFOCUS_V = 3;
  private static final int ANGLES = 4;
  private static final int WIDTH = 7;

  private final RelionParticles particles;
  private final TiltSeries[] series;
  private final int[] particleOf;
  private final int[] imageOf;
  private final int[] tiltOf;
  private final double[] values;
  private int rows;

  /**
   * @param particles that the images are of
   * @param series of each particle
   * @param rows how many images will be added
   */
  TiltImages(RelionParticles particles, TiltSeries[] series, int rows) {
    this.particles = particles;
    this.series = series;
    particleOf = new int[rows];
    imageOf = new int[rows];
    tiltOf = new int[rows];
    values = new double[Math.multiplyExact(rows, WIDTH)];
  }

  /**
   * Adds an image.
   *
   * @param particle the row of its particle
   * @param image its place in the particle's stack, from 0
   * @param tilt its row in the tilt series
   * @param projected what {@link TiltSeries#project} gives of it
   * @param rotation of the particle in this image, row-major 3 x 3
   */
  void add(int particle, int image, int tilt, double[] projected, double[] rotation) {
    particleOf[rows] = particle;
    imageOf[rows] = image;
    tiltOf[rows] = tilt;
    System.arraycopy(projected, 0, values, rows * WIDTH, ANGLES);
    Rotations.toRelion(rotation, 0, values, rows * WIDTH + ANGLES);
    rows++;
  }

  /** All images that were added. */
  StarTable table() {
    StarTable table = StarTable.create("", rows);
    table = table.withColumn(RelionLabels.MAGNIFICATION, row -> "10000.000000");
    table = with(table, RelionLabels.DEFOCUS_U, value(DEFOCUS_U));
    table = with(table, RelionLabels.DEFOCUS_V, value(DEFOCUS_V));
    table = ofTilt(table, RelionLabels.DEFOCUS_ANGLE, RelionLabels.DEFOCUS_ANGLE);
    table =
        table.withColumn(
            RelionLabels.IMAGE_NAME,
            row ->
                String.format(
                    Locale.US, "%06d@%s", imageOf[row] + 1, particles.imageName(particleOf[row])));
    table = ofTilt(table, RelionLabels.MICROGRAPH_NAME, RelionLabels.MICROGRAPH_NAME);
    table = with(table, "_rlnCoordinateX", value(X));
    table = with(table, "_rlnCoordinateY", value(Y));
    table = table.withColumn("_rlnCtfBfactor", row -> "0.000000");
    table =
        with(
            table,
            RelionLabels.CTF_SCALE_FACTOR,
            row -> series[particleOf[row]].scale(tiltOf[row]));
    table = ofParticle(table, "_rlnGroupName", "_rlnTomoParticleName");
    table = ofTilt(table, "_rlnTiltName", RelionLabels.MICROGRAPH_NAME);
    table = ofTilt(table, RelionLabels.TOMO_Y_TILT, RelionLabels.TOMO_Y_TILT);
    table = ofTilt(table, RelionLabels.PRE_EXPOSURE, RelionLabels.PRE_EXPOSURE);
    table = with(table, RelionLabels.ANGLE_ROT, value(ANGLES));
    table = with(table, RelionLabels.ANGLE_TILT, value(ANGLES + 1));
    table = with(table, RelionLabels.ANGLE_PSI, value(ANGLES + 2));
    table = table.withColumn("_rlnOriginalParticle", row -> String.valueOf(particleOf[row] + 1));
    table = ofParticle(table, RelionLabels.DETECTOR_PIXEL_SIZE, RelionLabels.IMAGE_PIXEL_SIZE);
    for (String label :
        List.of(
            RelionLabels.VOLTAGE,
            RelionLabels.SPHERICAL_ABERRATION,
            RelionLabels.AMPLITUDE_CONTRAST)) {
      table = ofParticle(table, label, label);
    }
    for (String label :
        List.of(RelionLabels.PHASE_SHIFT, RelionLabels.ORIGIN_X, RelionLabels.ORIGIN_Y)) {
      table = table.withColumn(label, row -> "0");
    }
    return particles.has(RelionLabels.RANDOM_SUBSET)
        ? ofParticle(table, RelionLabels.RANDOM_SUBSET, RelionLabels.RANDOM_SUBSET)
        : table;
  }

  private IntToDoubleFunction value(int which) {
    return row -> values[row * WIDTH + which];
  }

  private static StarTable with(StarTable table, String label, IntToDoubleFunction value) {
    return table.withColumn(
        label, row -> String.format(Locale.US, "%.6f", value.applyAsDouble(row)));
  }

  private StarTable ofTilt(StarTable table, String label, String source) {
    return table.withColumn(label, row -> series[particleOf[row]].text(tiltOf[row], source));
  }

  private StarTable ofParticle(StarTable table, String label, String source) {
    // Asked for once now, so that a column that is missing is told before anything is written.
    particles.text(0, source);
    return table.withColumn(label, row -> particles.text(particleOf[row], source));
  }
}
