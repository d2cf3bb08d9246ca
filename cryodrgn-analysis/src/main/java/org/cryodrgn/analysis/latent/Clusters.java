package org.cryodrgn.analysis.latent;

/**
 * A partition of the particles into K clusters, numbered so that neighbouring numbers lie near each
 * other, each with a particle that stands for it.
 *
 * @param labels cluster of each particle, N values from 0 to K - 1
 * @param means mean of each cluster, K x dimension
 * @param particles the particle nearest to each mean, K rows of the latents
 */
public record Clusters(int[] labels, double[][] means, int[] particles) {

  /** The number of clusters, K. */
  public int count() {
    return means.length;
  }

  /** The latents of {@link #particles}, K x dimension, from the same points the clusters are of. */
  public float[] representatives(float[] points) {
    return Rows.select(points, means[0].length, particles);
  }

  /** The clusters renumbered: number {@code i} is what {@code order[i]} was. */
  Clusters renumbered(int[] order) {
    int[] numberOf = new int[order.length];
    double[][] newMeans = new double[order.length][];
    int[] newParticles = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      numberOf[order[i]] = i;
      newMeans[i] = means[order[i]];
      newParticles[i] = particles[order[i]];
    }
    int[] newLabels = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      newLabels[i] = numberOf[labels[i]];
    }
    return new Clusters(newLabels, newMeans, newParticles);
  }
}
