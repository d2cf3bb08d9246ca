package org.cryodrgn.core.simulate;

/**
 * What to simulate.
 *
 * @param kind which heterogeneity
 * @param particles number of images, N
 * @param box image side D, pixels, even, 1022 at most
 * @param signalToNoise variance of the noise-free images over the whole box, on average, over the
 *     variance of the noise
 * @param seed draws the molecule, the conformations, the poses, the CTFs and the noise
 * @param pixelSize Å; 0 to let the molecule fill about three quarters of the box
 * @param shiftDeviation standard deviation of the shifts along x and y, a fraction of the box
 * @param arc degrees that a hinge swivels over, 360 for the full circle
 * @param states number of states of an assembly
 * @param threads how many threads work
 */
public record SimulationSettings(
    Kind kind,
    int particles,
    int box,
    double signalToNoise,
    long seed,
    double pixelSize,
    double shiftDeviation,
    double arc,
    int states,
    int threads) {

  /** The kinds of heterogeneity. */
  public enum Kind {
    /** An arm that swivels, continuously. */
    HINGE,
    /** Domains that are there or not, in discrete states. */
    ASSEMBLY
  }

  /** The largest even box whose complex map one array holds. */
  private static final int MOST_BOX = 1022;

  /** The most states of an assembly. */
  public static final int MOST_STATES = AssemblyMolecule.MOST_STATES;

  /** Checks what does not depend on the files. */
  public SimulationSettings {
    require(particles >= 1, "the number of particles must be 1 or more");
    require(
        box >= 8 && box <= MOST_BOX && box % 2 == 0,
        "the box size must be even and 8 to " + MOST_BOX);
    require(signalToNoise > 0 && signalToNoise < 1e6, "the signal-to-noise ratio must be above 0");
    require(pixelSize >= 0 && pixelSize < 1e3, "the pixel size must be above 0");
    require(shiftDeviation >= 0 && shiftDeviation <= 0.25, "the shifts must be 0 to 0.25");
    require(arc > 0 && arc <= 360, "the arc must be above 0 and at most 360 degrees");
    require(
        states >= 2 && states <= MOST_STATES, "the number of states must be 2 to " + MOST_STATES);
    require(threads >= 1, "the number of threads must be 1 or more");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
