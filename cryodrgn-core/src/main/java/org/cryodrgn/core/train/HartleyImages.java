package org.cryodrgn.core.train;

/** The normalised Hartley values of all particles of a run. Safe for use by several threads. */
public interface HartleyImages {

  /** The number of particles. */
  int size();

  /**
   * Reads the kept pixels of some particles.
   *
   * @param particles their indices
   * @param values particles x {@link ImagePixels#count()}
   * @throws org.cryodrgn.io.DataException if an image cannot be read or is not finite
   */
  void read(int[] particles, float[] values);
}
