package org.cryodrgn.io.latent;

/**
 * The latent variables of a data set.
 *
 * @param particles the number of particles N
 * @param dimension the number of latent variables each
 * @param mean N x dimension, row-major
 * @param logVariance N x dimension, row-major; null where the file holds none
 */
public record Latents(int particles, int dimension, float[] mean, float[] logVariance) {

  /** Checks that the arrays hold the rows. */
  public Latents {
    long expected = (long) particles * dimension;
    if (mean.length != expected || (logVariance != null && logVariance.length != expected)) {
      throw new IllegalArgumentException("latents are not " + particles + " x " + dimension);
    }
  }
}
