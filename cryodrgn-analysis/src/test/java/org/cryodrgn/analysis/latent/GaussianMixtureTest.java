package org.cryodrgn.analysis.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.io.latent.Latents;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {

  /**
   * Of fits by scikit-learn 1.9.1 (tol 1e-10) to the same points: the best of eight from k-means,
   * and of sixty from random points.
   */
  @Test
  void isAsLikelyAsScikitLearns() {
    Latents z = Samples.goldenLatents();
    double[] least = {-1.063307, 0.674313, 1.890351, 4.136187};
    double[] most = {-1.063307, 0.674313, 2.236579, 4.139309};
    for (int k = 1; k <= 4; k++) {
      double found = GaussianMixture.fit(z.mean(), z.dimension(), k, 0).logLikelihood();
      assertTrue(found > least[k - 1] - 3e-3 && found < most[k - 1] + 3e-3, k + ": " + found);
    }
  }

  /** One component is the normal distribution with the points' own mean and covariance. */
  @Test
  void oneComponentOfManyPointsHasTheirMoments() {
    int n = 25_000;
    float[] points = Samples.normal(n, 2, 3);
    double[] mean = new double[2];
    for (int i = 0; i < n; i++) {
      // Those further on in the list lie further on along x: each block of them counts.
      points[2 * i] += 10 * i / n + 0.5f * points[2 * i + 1];
      mean[0] += points[2 * i] / n;
      mean[1] += points[2 * i + 1] / n;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      double x = points[2 * i] - mean[0];
      double y = points[2 * i + 1] - mean[1];
      xx += x * x / n;
      xy += x * y / n;
      yy += y * y / n;
    }
    double expected = -1 - Math.log(2 * Math.PI) - 0.5 * Math.log(xx * yy - xy * xy);
    assertEquals(expected, GaussianMixture.fit(points, 2, 1, 0).logLikelihood(), 1e-5);
  }

  /** Three long parallel groups of 600, 300 and 100 points, which k-means cuts across. */
  @Test
  void stretchedGroupsAreToldApart() {
    float[] points = Samples.normal(1000, 2, 4);
    for (int i = 0; i < 1000; i++) {
      points[2 * i] *= 5;
      points[2 * i + 1] = 0.2f * points[2 * i + 1] + (i < 600 ? 0 : i < 900 ? 2 : -2);
    }
    int[] labels = GaussianMixture.fit(points, 2, 3, 0).labels();
    int wrong = 0;
    for (int i = 0; i < 1000; i++) {
      wrong += labels[i] == (i < 600 ? 0 : i < 900 ? 1 : 2) ? 0 : 1;
    }
    assertTrue(wrong < 5, wrong + " points of other groups");
    assertArrayEquals(labels, GaussianMixture.fit(points, 2, 3, 0).labels());
  }

  /** A direction without spread, and as many components as different points. */
  @Test
  void pointsThatAreEqualAreNoError() {
    float[] points = {1, 0, 1, 0, 1, 0, 2, 0, 2, 0, 3, 0};
    GaussianMixture mixture = GaussianMixture.fit(points, 2, 3, 0);
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 2}, mixture.labels());
    assertTrue(Double.isFinite(mixture.logLikelihood()));
    assertArrayEquals(new int[6], GaussianMixture.fit(new float[12], 2, 1, 0).labels());
  }
}
