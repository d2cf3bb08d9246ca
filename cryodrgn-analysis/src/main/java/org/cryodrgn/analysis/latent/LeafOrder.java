package org.cryodrgn.analysis.latent;

import smile.clustering.HierarchicalClustering;
import smile.clustering.linkage.UPGMALinkage;

/**
 * The order of points along the tree of their average-linkage clustering, as a dendrogram shows
 * them: of two branches the one that was formed first comes first.
 */
final class LeafOrder {
  private LeafOrder() {}

  /** A permutation of the rows of {@code points} (K x dimension). */
  static int[] of(double[][] points) {
    int n = points.length;
    int[] order = new int[n];
    if (n == 1) {
      return order;
    }
    int[][] tree = HierarchicalClustering.fit(UPGMALinkage.of(points)).tree();
    int[] pending = new int[n];
    int depth = 0;
    pending[depth++] = 2 * n - 2;
    for (int placed = 0; placed < n; ) {
      int node = pending[--depth];
      if (node < n) {
        order[placed++] = node;
      } else {
        int[] branches = tree[node - n];
        pending[depth++] = Math.max(branches[0], branches[1]);
        pending[depth++] = Math.min(branches[0], branches[1]);
      }
    }
    return order;
  }
}
