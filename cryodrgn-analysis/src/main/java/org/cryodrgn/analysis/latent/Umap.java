package org.cryodrgn.analysis.latent;

import java.util.function.DoubleConsumer;

/**
 * The two-dimensional UMAP view of a latent space.
 *
 * <p>Source: McInnes, Healy, Melville 2018, arXiv 1802.03426. The weighted graph of nearest
 * neighbours is laid out by attraction along its edges and repulsion from random points, from the
 * graph's spectral embedding. Points are worked on in the order of a {@link KdTree}'s leaves, so
 * that neighbours lie near each other in memory.
 */
public final class Umap {
  private static final int FEW = 10_000;
  private static final int EPOCHS_OF_FEW = 500;
  private static final int EPOCHS_OF_MANY = 200;
  private static final double NEIGHBOURS_SHARE = 0.1;
  private static final double START_SHARE = 0.3;

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
    /** Checks the ranges. */
    public Settings {
      if (neighbours < 2 || !(minDistance >= 0) || minDistance > 1 || epochs < 0) {
        throw new IllegalArgumentException(
            "UMAP needs two neighbours or more, a distance from 0 to 1 and no negative epochs");
      }
    }

    /** What umap-learn takes by default: 15 neighbours, distance 0.1, epochs by size, seed 0. */
    public static final Settings DEFAULT = new Settings(15, 0.1, 0, 0);
  }

  /**
   * Embeds the points in the plane.
   *
   * @param points N x dimension, row-major, N at least 3
   * @param dimension of the latent space, at least 1
   * @param progress told the share of the work done, from 0 to 1; from any thread
   * @return N x 2, row-major
   */
  public static float[] embed(
      float[] points, int dimension, Settings settings, DoubleConsumer progress) {
    int n = Shape.rows(points, dimension);
    if (n < 3) {
      throw new IllegalArgumentException("UMAP needs three points or more, not " + n);
    }
    KdTree tree = KdTree.of(points, dimension);
    int k = Math.min(settings.neighbours, n) - 1;
    FuzzyGraph graph =
        FuzzyGraph.of(
            tree.neighboursInOrder(k, share -> progress.accept(NEIGHBOURS_SHARE * share)));
    float[] view =
        UmapStart.of(
            graph,
            tree.principalPlane(),
            settings.seed,
            done -> progress.accept(NEIGHBOURS_SHARE + (START_SHARE - NEIGHBOURS_SHARE) * done));
    int epochs = settings.epochs > 0 ? settings.epochs : n <= FEW ? EPOCHS_OF_FEW : EPOCHS_OF_MANY;
    UmapLayout.run(
        graph,
        view,
        settings.minDistance,
        epochs,
        settings.seed,
        done -> progress.accept(START_SHARE + (1 - START_SHARE) * done));
    float[] rows = new float[view.length];
    int[] order = tree.order();
    for (int i = 0; i < n; i++) {
      rows[2 * order[i]] = view[2 * i];
      rows[2 * order[i] + 1] = view[2 * i + 1];
    }
    return rows;
  }
}
