package org.cryodrgn.core.train;

import org.cryodrgn.io.latent.Latents;

/** Gathers the encoder's output for all particles. */
final class LatentArrays {

  private final int particles;
  private final int dimension;
  private final float[] mean;
  private final float[] logVariance;

  LatentArrays(int particles, int dimension) {
    this.particles = particles;
    this.dimension = dimension;
    mean = new float[particles * dimension];
    logVariance = new float[particles * dimension];
  }

  /**
   * @param which the particles of a batch
   * @param encoded as many rows of means, then log variances
   */
  void put(int[] which, float[] encoded) {
    for (int i = 0; i < which.length; i++) {
      int to = which[i] * dimension;
      System.arraycopy(encoded, 2 * i * dimension, mean, to, dimension);
      System.arraycopy(encoded, (2 * i + 1) * dimension, logVariance, to, dimension);
    }
  }

  Latents toLatents() {
    return new Latents(particles, dimension, mean, logVariance);
  }
}
