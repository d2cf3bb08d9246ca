package org.cryodrgn.io.particles;

import java.util.OptionalDouble;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;

/** The pixel sizes of particles, Å, and the one that they share. */
final class PixelSizes {

  private static final double MICROMETRE = 1e4;

  private PixelSizes() {}

  /**
   * The pixel size of each row, or nothing. RELION 3.1 keeps it with the optics, 3.0 as detector
   * pixel size (µm) and magnification. A table that tells of another box than the images have is of
   * the images before they were brought to theirs.
   *
   * @param box the box size of the images
   */
  static double[] of(RelionParticles particles, int box) {
    if (particles.has(RelionLabels.IMAGE_PIXEL_SIZE)) {
      double[] sizes = particles.numbers(RelionLabels.IMAGE_PIXEL_SIZE);
      return particles.has(RelionLabels.IMAGE_SIZE)
          ? scaled(sizes, particles.numbers(RelionLabels.IMAGE_SIZE), 1, box)
          : sizes;
    }
    if (particles.has(RelionLabels.DETECTOR_PIXEL_SIZE)
        && particles.has(RelionLabels.MAGNIFICATION)) {
      double[] sizes = particles.numbers(RelionLabels.DETECTOR_PIXEL_SIZE);
      double[] magnifications = particles.numbers(RelionLabels.MAGNIFICATION);
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] *= MICROMETRE / magnifications[i];
      }
      return sizes;
    }
    return new double[0];
  }

  /** The pixel size of each row, or nothing; as the other. */
  static double[] of(CsFile particles, int box) {
    if (!particles.has(CsFields.PIXEL_SIZE)) {
      return new double[0];
    }
    double[] sizes = particles.numbers(CsFields.PIXEL_SIZE);
    return particles.has(CsFields.SHAPE)
        ? scaled(sizes, particles.numbers(CsFields.SHAPE), particles.width(CsFields.SHAPE), box)
        : sizes;
  }

  private static double[] scaled(double[] sizes, double[] boxes, int width, int box) {
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] *= boxes[i * width] / box;
    }
    return sizes;
  }

  /** Whether two sizes are one, as far as float32 and four printed digits tell. */
  static boolean same(double a, double b) {
    return Math.abs(a - b) <= 1e-4 * b;
  }

  /** The size that all are, if it is above zero. */
  static OptionalDouble common(double[] sizes) {
    for (double size : sizes) {
      if (!(size > 0) || !same(size, sizes[0])) {
        return OptionalDouble.empty();
      }
    }
    return sizes.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sizes[0]);
  }
}
