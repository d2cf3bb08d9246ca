package org.cryodrgn.core.geometry;

import java.util.Arrays;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MissingValueException;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Poses from RELION's files: rotations by {@link Rotations}, shifts as a fraction of the box. */
public final class RelionPoses {

  private static final Logger LOG = LoggerFactory.getLogger(RelionPoses.class);

  private static final String[] ANGLES = {
    RelionLabels.ANGLE_ROT, RelionLabels.ANGLE_TILT, RelionLabels.ANGLE_PSI
  };
  private static final String[] PIXELS = {RelionLabels.ORIGIN_X, RelionLabels.ORIGIN_Y};
  private static final String[] ANGSTROMS = {
    RelionLabels.ORIGIN_X_ANGST, RelionLabels.ORIGIN_Y_ANGST
  };

  /** Pixels: more than what is lost in printing a shift. */
  private static final double LEAST_DIFFERENCE = 0.01;

  private RelionPoses() {}

  /** Whether a RELION file has all that {@link #rotations} takes. */
  public static boolean hasRotations(RelionParticles particles) {
    return Arrays.stream(ANGLES).allMatch(particles::has);
  }

  /**
   * The poses of a RELION file. Shifts are taken from {@code _rlnOriginX/Y} (pixels, RELION 3.0) or
   * {@code _rlnOriginX/YAngst} (Å, from 3.1 on); where neither is there they are 0, as RELION takes
   * a missing origin.
   *
   * @param box overrides the box size in pixels of the file; null to take the file's
   * @param pixelSize overrides the pixel size in Å of the file; null to take the file's
   * @throws DataException if a column is missing or a value is not finite; names the row
   */
  public static Poses of(RelionParticles particles, Integer box, Double pixelSize) {
    int size = particles.size();
    double[] rotations = rotations(particles);
    double[] translations = new double[2 * size];
    double[] boxes = boxes(particles, box);
    if (particles.has(PIXELS[0]) && particles.has(PIXELS[1])) {
      particles.numbers(PIXELS, (row, which, value) -> translations[2 * row + which] = value);
      warnOfOtherOrigins(particles, translations, pixelSize);
    } else if (particles.has(ANGSTROMS[0]) && particles.has(ANGSTROMS[1])) {
      double[] pixelSizes = pixelSizes(particles, pixelSize);
      particles.numbers(
          ANGSTROMS,
          (row, which, value) -> translations[2 * row + which] = value / pixelSizes[row]);
    } else {
      LOG.warn("Neither _rlnOriginX/Y nor _rlnOriginX/YAngst are there: shifts are 0");
    }
    for (int i = 0; i < translations.length; i++) {
      translations[i] /= boxes[i / 2];
      if (!Double.isFinite(translations[i])) {
        throw notFinite(particles, i / 2, "origin");
      }
    }
    return new Poses(rotations, translations);
  }

  /**
   * The rotations of a RELION file, N x 9.
   *
   * @throws DataException if an angle is missing or not finite
   */
  public static double[] rotations(RelionParticles particles) {
    double[] rotations = new double[Math.multiplyExact(9, particles.size())];
    double[] angles = new double[3 * particles.size()];
    particles.numbers(ANGLES, (row, which, value) -> angles[3 * row + which] = value);
    for (int i = 0; i < particles.size(); i++) {
      double sum = angles[3 * i] + angles[3 * i + 1] + angles[3 * i + 2];
      if (!Double.isFinite(sum)) {
        throw notFinite(particles, i, "angle");
      }
      Rotations.fromRelion(angles[3 * i], angles[3 * i + 1], angles[3 * i + 2], rotations, 9 * i);
    }
    return rotations;
  }

  private static double[] boxes(RelionParticles particles, Integer box) {
    double[] boxes = new double[particles.size()];
    if (box != null) {
      Arrays.fill(boxes, box);
    } else if (particles.has(RelionLabels.IMAGE_SIZE)) {
      particles.numbers(
          new String[] {RelionLabels.IMAGE_SIZE},
          (row, which, value) -> boxes[row] = box(particles, row, value));
    } else {
      throw new MissingValueException(
          particles.file().path(),
          "",
          "has no box size (_rlnImageSize)",
          "Give the box size in pixels with -D");
    }
    return boxes;
  }

  private static double[] pixelSizes(RelionParticles particles, Double pixelSize) {
    double[] sizes = new double[particles.size()];
    if (pixelSize != null) {
      Arrays.fill(sizes, pixelSize);
    } else if (particles.has(RelionLabels.IMAGE_PIXEL_SIZE)) {
      // float32, so that the shifts are those that cryoDRGN computes, to the last bit
      particles.numbers(
          new String[] {RelionLabels.IMAGE_PIXEL_SIZE},
          (row, which, value) ->
              sizes[row] =
                  (float) size(particles, row, RelionLabels.IMAGE_PIXEL_SIZE, value, true));
    } else {
      throw new MissingValueException(
          particles.file().path(),
          "",
          "has shifts in Å and no pixel size (_rlnImagePixelSize)",
          "Give the pixel size in Å with --Apix");
    }
    return sizes;
  }

  /**
   * A file that went through several programs may hold shifts twice. cryoDRGN takes those in pixels
   * then, RELION from 3.1 on those in Å.
   *
   * @param shifts those in pixels, x and y of each row
   */
  private static void warnOfOtherOrigins(
      RelionParticles particles, double[] shifts, Double pixelSize) {
    boolean twice = particles.has(ANGSTROMS[0]) && particles.has(ANGSTROMS[1]);
    if (!twice || pixelSize == null && !particles.has(RelionLabels.IMAGE_PIXEL_SIZE)) {
      return;
    }
    double[] sizes = pixelSize == null ? particles.numbers(RelionLabels.IMAGE_PIXEL_SIZE) : null;
    double[] angstroms = new double[shifts.length];
    particles.numbers(ANGSTROMS, (row, which, value) -> angstroms[2 * row + which] = value);
    for (int i = 0; i < shifts.length; i++) {
      double other = angstroms[i] / (sizes == null ? pixelSize : sizes[i / 2]);
      if (Math.abs(shifts[i] - other) > LEAST_DIFFERENCE) {
        LOG.warn(
            "{} ({}): {} is {}, {} tells of {} pixels; the shifts in pixels are taken, as by"
                + " cryoDRGN. If those in Å are right, remove _rlnOriginX and _rlnOriginY",
            particles.file().path(),
            particles.table().describeRow(i / 2),
            PIXELS[i % 2],
            (float) shifts[i],
            ANGSTROMS[i % 2],
            (float) other);
        return;
      }
    }
  }

  private static double box(RelionParticles particles, int row, double value) {
    boolean whole = value == Math.rint(value);
    return size(particles, row, RelionLabels.IMAGE_SIZE, value, whole);
  }

  private static double size(
      RelionParticles particles, int row, String label, double value, boolean usable) {
    if (usable && value > 0 && value < Double.POSITIVE_INFINITY) {
      return value;
    }
    throw new MissingValueException(
        particles.file().path(),
        particles.table().describeRow(row) + ", column " + label,
        value + " is no size that images can have",
        "Correct the value, or override it with -D or --Apix");
  }

  private static DataException notFinite(RelionParticles particles, int row, String what) {
    return DataException.at(
        particles.file().path(),
        particles.table().describeRow(row),
        "the " + what + " is not a finite number",
        "Leave out the particle or correct its row");
  }
}
