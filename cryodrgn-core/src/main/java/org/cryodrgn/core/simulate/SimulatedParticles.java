package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;

/**
 * What is true of each simulated particle.
 *
 * @param latents N latent values
 * @param eulerAngles N x 3, RELION's rot, tilt, psi in degrees
 * @param poses the same rotations as matrices, and the shifts
 * @param ctf the microscope's parameters
 */
record SimulatedParticles(double[] latents, double[] eulerAngles, Poses poses, CtfTable ctf) {

  static final double VOLTAGE = 300;
  static final double SPHERICAL_ABERRATION = 2.7;
  static final double AMPLITUDE_CONTRAST = 0.1;

  private static final int PER_MICROGRAPH = 50;
  private static final double LEAST_DEFOCUS = 8000;
  private static final double MOST_DEFOCUS = 24000;

  /** Half the thickness of the ice that particles of a micrograph lie in, Å. */
  private static final double HEIGHT = 120;

  /** Standard deviation of defocus U - V over micrographs, Å. */
  private static final double ASTIGMATISM = 250;

  /** Orientations uniform over all rotations, shifts Gaussian, a defocus for each micrograph. */
  static SimulatedParticles draw(
      SimulationSettings settings, SyntheticMolecule molecule, double pixelSize) {
    int n = settings.particles();
    double[] latents = new double[n];
    double[] angles = new double[3 * n];
    double[] rotations = new double[9 * n];
    double[] translations = new double[2 * n];
    float[] ctf = new float[CtfTable.COLUMNS * n];
    for (int i = 0; i < n; i++) {
      SplittableRandom random = Draws.stream(settings.seed(), Draws.Purpose.PARTICLE, i);
      latents[i] = molecule.draw(random);
      angles[3 * i] = 360 * random.nextDouble() - 180;
      angles[3 * i + 1] = Math.toDegrees(Math.acos(1 - 2 * random.nextDouble()));
      angles[3 * i + 2] = 360 * random.nextDouble() - 180;
      Rotations.fromRelion(angles[3 * i], angles[3 * i + 1], angles[3 * i + 2], rotations, 9 * i);
      translations[2 * i] = settings.shiftDeviation() * random.nextGaussian();
      translations[2 * i + 1] = settings.shiftDeviation() * random.nextGaussian();
      double height = HEIGHT * (2 * random.nextDouble() - 1);
      microscope(settings, pixelSize, micrograph(i), height, ctf, i * CtfTable.COLUMNS);
    }
    return new SimulatedParticles(
        latents, angles, new Poses(rotations, translations), new CtfTable(ctf));
  }

  /** Which micrograph a particle was cut from. */
  static int micrograph(int particle) {
    return particle / PER_MICROGRAPH;
  }

  private static void microscope(
      SimulationSettings settings,
      double pixelSize,
      int micrograph,
      double height,
      float[] ctf,
      int row) {
    SplittableRandom random = Draws.stream(settings.seed(), Draws.Purpose.MICROGRAPH, micrograph);
    double defocus = LEAST_DEFOCUS + (MOST_DEFOCUS - LEAST_DEFOCUS) * random.nextDouble() + height;
    double astigmatism = ASTIGMATISM * Math.abs(random.nextGaussian());
    ctf[row + CtfTable.BOX] = settings.box();
    ctf[row + CtfTable.PIXEL_SIZE] = (float) pixelSize;
    ctf[row + CtfTable.DEFOCUS_U] = (float) (defocus + astigmatism / 2);
    ctf[row + CtfTable.DEFOCUS_V] = (float) (defocus - astigmatism / 2);
    ctf[row + CtfTable.DEFOCUS_ANGLE] = (float) (180 * random.nextDouble());
    ctf[row + CtfTable.VOLTAGE] = (float) VOLTAGE;
    ctf[row + CtfTable.SPHERICAL_ABERRATION] = (float) SPHERICAL_ABERRATION;
    ctf[row + CtfTable.AMPLITUDE_CONTRAST] = (float) AMPLITUDE_CONTRAST;
  }

  int size() {
    return latents.length;
  }
}
