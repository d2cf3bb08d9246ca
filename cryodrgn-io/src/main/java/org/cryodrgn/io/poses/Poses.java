package org.cryodrgn.io.poses;

/**
 * The poses of N particles.
 *
 * @param rotations N x 3 x 3, row-major, as cryoDRGN's pose.pkl keeps them: a central slice is the
 *     row vectors of the lattice times this matrix
 * @param translations N x 2 (x, y), the shift that centres the particle, as a fraction of the box
 */
public record Poses(double[] rotations, double[] translations) {

  /** Checks that both hold the same number of particles. */
  public Poses {
    if (rotations.length % 9 != 0 || translations.length / 2 != rotations.length / 9) {
      throw new IllegalArgumentException(
          rotations.length + " rotation and " + translations.length + " translation values");
    }
  }

  /** The number of particles. */
  public int size() {
    return rotations.length / 9;
  }

  /** The poses of a selection, in its order. */
  public Poses select(int[] indices) {
    double[] r = new double[indices.length * 9];
    double[] t = new double[indices.length * 2];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rotations, indices[i] * 9, r, i * 9, 9);
      System.arraycopy(translations, indices[i] * 2, t, i * 2, 2);
    }
    return new Poses(r, t);
  }
}
