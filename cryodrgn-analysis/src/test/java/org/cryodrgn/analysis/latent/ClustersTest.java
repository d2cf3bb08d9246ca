package org.cryodrgn.analysis.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cryodrgn.io.latent.Latents;
import org.junit.jupiter.api.Test;

class ClustersTest {

  /** scikit-learn 1.9's least inertia of five seeds with 20 starts each: 41.334 and 5.097. */
  @Test
  void kMeansIsAsTightAsScikitLearns() {
    Latents z = Samples.goldenLatents();
    assertEquals(41.334, inertia(z, KMeans.cluster(z.mean(), 4, 5, 0)), 0.01 * 41.334);
    assertTrue(inertia(z, KMeans.cluster(z.mean(), 4, 20, 0)) < 1.03 * 5.097);
  }

  private static double inertia(Latents z, Clusters clusters) {
    double sum = 0;
    for (int i = 0; i < z.particles(); i++) {
      for (int d = 0; d < 4; d++) {
        double difference = z.mean()[4 * i + d] - clusters.means()[clusters.labels()[i]][d];
        sum += difference * difference;
      }
    }
    return sum;
  }

  @Test
  void representativesAreParticlesOfTheirClustersAndTheSeedDecides() {
    Latents z = Samples.goldenLatents();
    Clusters clusters = KMeans.cluster(z.mean(), 4, 20, 3);
    for (int k = 0; k < 20; k++) {
      assertEquals(k, clusters.labels()[clusters.particles()[k]]);
      assertEquals(
          z.mean()[4 * clusters.particles()[k] + 2], clusters.representatives(z.mean())[4 * k + 2]);
    }
    assertArrayEquals(clusters.labels(), KMeans.cluster(z.mean(), 4, 20, 3).labels());
    assertNotEquals(
        Arrays.hashCode(clusters.labels()),
        Arrays.hashCode(KMeans.cluster(z.mean(), 4, 20, 4).labels()));
  }

  @Test
  void asManyClustersAsPointsArePointsThemselves() {
    Clusters clusters = KMeans.cluster(new float[] {3, 1, 2, 50}, 1, 4, 0);
    assertEquals(4, Arrays.stream(clusters.labels()).distinct().count());
  }

  /** Leaves of scipy.cluster.hierarchy.dendrogram(linkage(points, "average")), SciPy 1.17. */
  @Test
  void leavesStandAsInSciPysDendrogram() {
    double[][] points = {
      {1.79, 0.44, 0.1},
      {-1.86, -0.28, -0.35},
      {-0.08, -0.63, -0.04},
      {-0.48, -1.31, 0.88},
      {0.88, 1.71, 0.05},
      {-0.4, -0.55, -1.55},
      {0.98, -1.1, -1.19},
      {-0.21, 1.49, 0.24},
      {-1.02, -0.71, 0.63},
      {-0.16, -0.77, -0.23},
      {0.75, 1.98, -1.24},
      {-0.63, -0.8, -2.42}
    };
    assertArrayEquals(new int[] {0, 10, 4, 7, 1, 2, 9, 3, 8, 6, 5, 11}, LeafOrder.of(points));
  }
}
