package org.cryodrgn.io.particles;

import java.util.OptionalDouble;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.star.RelionParticles;

/** The pixel size that the particles of a table share. */
final class PixelSizes {

  private static final double MICROMETRE = 1e4;

  private PixelSizes() {}

  /**
   * The pixel size of each row, or nothing. RELION 3.1 keeps it with the optics, 3.0 as detector
   * pixel size (µm) and magnification.
   */
  static double[] of(RelionParticles particles) {
    if (particles.has("_rlnImagePixelSize")) {
      return particles.numbers("_rlnImagePixelSize");
    }
    if (particles.has("_rlnDetectorPixelSize") && particles.has("_rlnMagnification")) {
      double[] sizes = particles.numbers("_rlnDetectorPixelSize");
      double[] magnifications = particles.numbers("_rlnMagnification");
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] *= MICROMETRE / magnifications[i];
      }
      return sizes;
    }
    return new double[0];
  }

  /** The pixel size of each row, or nothing. */
  static double[] of(CsFile particles) {
    return particles.has("blob/psize_A") ? particles.numbers("blob/psize_A") : new double[0];
  }

  /** The size that all are, as far as float32 and four printed digits tell, if it is above zero. */
  static OptionalDouble common(double[] sizes) {
    for (double size : sizes) {
      if (!(size > 0) || Math.abs(size - sizes[0]) > 1e-4 * sizes[0]) {
        return OptionalDouble.empty();
      }
    }
    return sizes.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sizes[0]);
  }
}
