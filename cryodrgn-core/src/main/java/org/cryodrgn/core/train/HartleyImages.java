package org.cryodrgn.core.train;

/** The normalised Hartley values of all particles of a run. Safe for use by several threads. */
interface HartleyImages extends AutoCloseable {

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

  /** The order in which these images are best gone through. */
  default Shuffle shuffle() {
    return Shuffle.UNIFORM;
  }

  /**
   * Tells that particles will be read in an order from a position on, each once but for some that
   * may be left out. Images that lie on disk may be fetched ahead.
   */
  default void expect(ParticleOrder order, int first) {}

  /** Ends what runs in the background. */
  @Override
  default void close() {}
}
