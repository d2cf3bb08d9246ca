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
    assertEquals(41.334, inertia(z, KMeans.cluster(z.mean(), 4, 5, 0, share -> {})), 0.01 * 41.334);
    assertTrue(inertia(z, KMeans.cluster(z.mean(), 4, 20, 0, share -> {})) < 1.03 * 5.097);
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
    Clusters clusters = KMeans.cluster(z.mean(), 4, 20, 3, share -> {});
    for (int k = 0; k < 20; k++) {
      assertEquals(k, clusters.labels()[clusters.particles()[k]]);
      assertEquals(
          z.mean()[4 * clusters.particles()[k] + 2], clusters.representatives(z.mean())[4 * k + 2]);
    }
    assertArrayEquals(clusters.labels(), KMeans.cluster(z.mean(), 4, 20, 3, share -> {}).labels());
    assertNotEquals(
        Arrays.hashCode(clusters.labels()),
        Arrays.hashCode(KMeans.cluster(z.mean(), 4, 20, 4, share -> {}).labels()));
  }

  @Test
  void labelsAreTheNearestMeansAndProgressRises() {
    int n = 60_000;
    float[] points = Samples.normal(n, 3, 5);
    double[] last = {0};
    Clusters clusters =
        KMeans.cluster(
            points,
            3,
            12,
            0,
            share -> {
              assertTrue(share > last[0] && share <= 1, last[0] + " " + share);
              last[0] = share;
            });
    assertTrue(last[0] > 0.94, "the runs on the sample and some on all: " + last[0]);
    for (int i = 0; i < n; i++) {
      double own = squaredDistance(points, i, clusters.means()[clusters.labels()[i]]);
      for (double[] mean : clusters.means()) {
        assertTrue(own <= squaredDistance(points, i, mean), "point " + i);
      }
    }
  }

  private static double squaredDistance(float[] points, int row, double[] mean) {
    double sum = 0;
    for (int d = 0; d < mean.length; d++) {
      sum += Math.pow(points[row * mean.length + d] - mean[d], 2);
    }
    return sum;
  }

  @Test
  void asManyClustersAsPointsArePointsThemselves() {
    Clusters clusters = KMeans.cluster(new float[] {3, 1, 2, 50}, 1, 4, 0, share -> {});
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
