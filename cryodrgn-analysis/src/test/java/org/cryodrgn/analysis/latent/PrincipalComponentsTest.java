package org.cryodrgn.analysis.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalComponentsTest {

  /** As cryoDRGN counts them: nearer than 3. */
  @Test
  void particlesNearAPointSupportIt() {
    PcTraversal path = new PcTraversal(0, new double[2], new double[][] {{0, 0}, {9, 0}});
    float[] points = {2.9f, 0, 3, 0, 0, -2.99f, 6.5f, 0, 2.2f, 2.2f};
    assertArrayEquals(new int[] {2, 1}, path.support(points));
  }

  /** To the sixth digit: cryoDRGN has the eigenvectors of a float32 covariance from LAPACK. */
  @Test
  void pathsAreThoseOfCryodrgn() {
    Latents z = Samples.goldenLatents();
    PrincipalComponents pca = PrincipalComponents.fit(z.mean(), z.dimension());
    for (int c = 0; c < 4; c++) {
      TextMatrix expected = TextMatrix.read(Samples.golden("cli/pc/pc" + (c + 1) + ".txt"));
      double[][] path =
          PcTraversal.along(pca, z.mean(), c, 10, 5, 95, PcTraversal.Spacing.DISTANCE).path();
      assertEquals(expected.rows(), path.length);
      for (int i = 0; i < path.length; i++) {
        for (int d = 0; d < 4; d++) {
          assertEquals(expected.values()[4 * i + d], path[i][d], 5e-7, "pc" + (c + 1));
        }
      }
    }
  }

  @Test
  void varianceRatiosAreThoseOfScikitLearn() {
    Latents z = Samples.goldenLatents();
    PrincipalComponents pca = PrincipalComponents.fit(z.mean(), z.dimension());
    assertArrayEquals(
        new double[] {0.49257755, 0.4577144, 0.04061905, 0.00908908},
        pca.explainedVarianceRatio(),
        1e-6);
  }

  /** Of one block of points, and of several, each of which lies elsewhere. */
  @ParameterizedTest
  @ValueSource(ints = {500, 40_000})
  void scoresHaveTheVarianceOfTheirComponentAndKeepDistances(int n) {
    float[] points = Samples.latentLike(n, 1);
    PrincipalComponents pca = PrincipalComponents.fit(points, 8);
    float[] scores = pca.transform(points);
    for (int c = 0; c < 8; c++) {
      double sum = 0;
      double squares = 0;
      double withTheNext = 0;
      for (int i = 0; i < n; i++) {
        sum += scores[8 * i + c];
        squares += scores[8 * i + c] * scores[8 * i + c];
        withTheNext += scores[8 * i + c] * scores[8 * i + (c + 1) % 8];
      }
      assertEquals(0, sum / n, 1e-5);
      assertEquals(pca.explainedVariance()[c], squares / (n - 1), 1e-4);
      assertEquals(0, withTheNext / n, 1e-5);
      assertEquals(scores[8 * (n - 1) + c], pca.scores(points, c)[n - 1]);
    }
    int last = n - 1;
    assertEquals(Samples.distance(points, 8, 3, last), Samples.distance(scores, 8, 3, last), 1e-5);
  }

  @Test
  void percentileSpacingPutsPointsWhereTheParticlesAre() {
    float[] squares = new float[101];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = i * i;
    }
    PrincipalComponents pca = PrincipalComponents.fit(squares, 1);
    PcTraversal one = PcTraversal.along(pca, squares, 0, 1, 10, 90, PcTraversal.Spacing.DISTANCE);
    assertEquals(Percentiles.of(pca.scores(squares, 0)).at(10), one.scores()[0], 0);
    PcTraversal path =
        PcTraversal.along(pca, squares, 0, 3, 10, 90, PcTraversal.Spacing.PERCENTILE);
    assertEquals(100, path.path()[0][0], 1e-3);
    assertEquals(2500, path.path()[1][0], 1e-3);
    assertEquals(8100, path.path()[2][0], 1e-3);
  }

  @Test
  void namesTheParticleThatIsNotFinite() {
    float[] points = Samples.normal(40, 2, 0);
    points[2 * 17 + 1] = Float.NaN;
    DataException error =
        assertThrows(DataException.class, () -> PrincipalComponents.fit(points, 2));
    assertTrue(error.getMessage().contains("particle 17"), error.getMessage());
  }
}
