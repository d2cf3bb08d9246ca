package org.cryodrgn.core.ctf;

import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.io.ctf.CtfTable;

/**
 * The contrast transfer function at chosen pixels of the symmetric layout of a transform ({@link
 * Hartley#symmetrize}):
 *
 * <pre>
 * ctf(s, a) = sqrt(1 - w^2) sin(gamma) - w cos(gamma) = sin(gamma - asin w)
 * gamma     = pi (-df lambda s^2 + Cs lambda^3 s^4 / 2) - phase shift
 * df        = (U + V + (U - V) cos 2(a - angle)) / 2
 * lambda    = 12.2639 / sqrt(kV 10^3 + 0.97845e-6 (kV 10^3)^2) Å
 * </pre>
 *
 * where s is the spatial frequency in 1/Å, a its direction from the x axis, U and V the defocus
 * along its two axes in Å, positive under focus, angle that of U, Cs in Å, and w the amplitude
 * contrast (Rohou and Grigorieff, J. Struct. Biol. 192, 2015; the constants are cryoDRGN's.)
 * Computed in double precision: the phase runs over hundreds of turns. Safe for use by several
 * threads.
 */
public final class ContrastTransfer {

  private final double[] x;
  private final double[] y;

  /**
   * @param pixels row-major indices into the symmetric layout
   * @param box the box size D
   */
  public ContrastTransfer(int[] pixels, int box) {
    int side = Hartley.symmetricSide(box);
    x = new double[pixels.length];
    y = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      x[i] = (pixels[i] % side - box / 2) / (double) box;
      y[i] = (pixels[i] / side - box / 2) / (double) box;
    }
  }

  /** The number of pixels. */
  public int pixels() {
    return x.length;
  }

  /**
   * The pixel size of a particle of a table when its image has another box: the field of view
   * stays.
   *
   * @return Å
   */
  public static double pixelSize(CtfTable table, int particle, int box) {
    return (double) table.get(particle, CtfTable.PIXEL_SIZE)
        * table.get(particle, CtfTable.BOX)
        / box;
  }

  /**
   * The values for one particle.
   *
   * @param table its parameters, {@code particle} the row
   * @param pixelSize of the image whose transform is on the lattice, Å
   * @param values where to put a value a pixel, from {@code offset} on
   */
  public void values(CtfTable table, int particle, double pixelSize, float[] values, int offset) {
    double defocusU = table.get(particle, CtfTable.DEFOCUS_U);
    double defocusV = table.get(particle, CtfTable.DEFOCUS_V);
    double angle = table.get(particle, CtfTable.DEFOCUS_ANGLE);
    double sphericalAberration = table.get(particle, CtfTable.SPHERICAL_ABERRATION);
    double amplitudeContrast = table.get(particle, CtfTable.AMPLITUDE_CONTRAST);
    double phaseShift = table.get(particle, CtfTable.PHASE_SHIFT);
    double volts = (double) table.get(particle, CtfTable.VOLTAGE) * 1000;
    double lambda = 12.2639 / Math.sqrt(volts + 0.97845e-6 * volts * volts);
    double perPixel = 1 / (pixelSize * pixelSize);
    double mean = -0.5 * (defocusU + defocusV) * lambda * perPixel;
    double difference = -0.5 * (defocusU - defocusV) * lambda * perPixel;
    double axis = 2 * Math.toRadians(angle);
    double even = difference * Math.cos(axis);
    double odd = 2 * difference * Math.sin(axis);
    double quartic =
        0.5 * sphericalAberration * 1e7 * lambda * lambda * lambda * perPixel * perPixel;
    double constant = -phaseShift / 180 - Math.asin(amplitudeContrast) / Math.PI;
    for (int i = 0; i < x.length; i++) {
      double xx = x[i] * x[i];
      double yy = y[i] * y[i];
      double s2 = xx + yy;
      double halfTurns =
          s2 * (mean + quartic * s2) + even * (xx - yy) + odd * x[i] * y[i] + constant;
      values[offset + i] = (float) sineOfHalfTurns(halfTurns);
    }
  }

  /** sin(pi h) to 1e-11, without branches or tables, so that the loop around it is vectorised. */
  private static double sineOfHalfTurns(double h) {
    double whole = Math.rint(h);
    double sign = 1 - 2 * Math.abs(whole - 2 * Math.rint(0.5 * whole));
    double t = Math.PI * (h - whole);
    double t2 = t * t;
    double series = -1 / 1307674368000.0;
    series = series * t2 + 1 / 6227020800.0;
    series = series * t2 - 1 / 39916800.0;
    series = series * t2 + 1 / 362880.0;
    series = series * t2 - 1 / 5040.0;
    series = series * t2 + 1 / 120.0;
    series = series * t2 - 1 / 6.0;
    return sign * (t + t * t2 * series);
  }
}
