package org.cryodrgn.analysis.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class UmapTest {

  /** umap-learn 0.5.3 on these points: 0.9878 and 0.9871 (two seeds); the floor is 0.01 below. */
  @Test
  void viewIsAsTrustworthyAsUmapLearns() {
    float[] points = Samples.latentLike(1000, 11);
    float[] view = Umap.embed(points, 8, Umap.Settings.DEFAULT, done -> {});
    double trust = Trustworthiness.of(points, 8, view, 15);
    assertTrue(trust > 0.977, "trustworthiness " + trust);
  }

  /** A torn ring has its ends apart by half its extent or more; noise opens gaps of a fifth. */
  @Test
  void closedCurveIsNotTorn() {
    int n = 600;
    float[] ring = Samples.normal(n, 5, 3);
    for (int i = 0; i < n; i++) {
      for (int d = 0; d < 5; d++) {
        ring[5 * i + d] *= 0.02f;
      }
      ring[5 * i] += (float) Math.cos(2 * Math.PI * i / n);
      ring[5 * i + 1] += (float) Math.sin(2 * Math.PI * i / n);
    }
    float[] view = Umap.embed(ring, 5, Umap.Settings.DEFAULT, done -> {});
    double extent = 0;
    double widestGap = 0;
    for (int i = 0; i < n; i++) {
      extent = Math.max(extent, Samples.distance(view, 2, 0, i));
      widestGap = Math.max(widestGap, Samples.distance(view, 2, i, (i + 1) % n));
    }
    assertTrue(widestGap < 0.4 * extent, "gap " + widestGap + " in " + extent);
  }

  @Test
  void farGroupsStayWholeAndApart() {
    int n = 300;
    float[] points = Samples.normal(n, 3, 9);
    for (int i = 0; i < n; i++) {
      points[3 * i + 1] += 100 * (i % 3);
    }
    float[] view = Umap.embed(points, 3, Umap.Settings.DEFAULT, done -> {});
    for (int i = 0; i < n; i++) {
      assertTrue(Float.isFinite(view[2 * i]) && Float.isFinite(view[2 * i + 1]));
      for (int j : Arrays.copyOf(Trustworthiness.ranked(view, 2, i), 60)) {
        assertEquals(i % 3, j % 3, "neighbour of another group");
      }
    }
  }

  @Test
  void seedDecidesAndThreadsDoNot() throws Exception {
    float[] points = Samples.latentLike(6000, 1);
    Umap.Settings short0 = new Umap.Settings(15, 0.1, 20, 0);
    float[] alone = inPool(1, points, short0);
    assertArrayEquals(alone, inPool(4, points, short0));
    assertTrue(alone[0] != inPool(4, points, new Umap.Settings(15, 0.1, 20, 1))[0]);
  }

  private static float[] inPool(int threads, float[] points, Umap.Settings settings)
      throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> Umap.embed(points, 8, settings, done -> {})).get();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void progressRisesToOne() {
    double[] last = {0};
    Umap.embed(
        Samples.normal(50, 2, 0),
        2,
        new Umap.Settings(15, 0.1, 5, 0),
        done -> {
          assertTrue(done > last[0] && done <= 1, "progress " + done);
          last[0] = done;
        });
    assertEquals(1, last[0], 1e-12);
  }

  @Test
  void fewAndEqualPointsAreEmbedded() {
    for (float[] points :
        new float[][] {{1, 2, 3}, new float[40], {0, 0, 0, 0, 0, 5, 5, 5, 5, 5}}) {
      for (float value : Umap.embed(points, 1, Umap.Settings.DEFAULT, done -> {})) {
        assertTrue(Float.isFinite(value));
      }
    }
  }

  /** a and b that umap-learn finds for its default distances. */
  @Test
  void similarityCurveIsThatOfThePaper() {
    assertArrayEquals(new double[] {1.57694, 0.89506}, SimilarityCurve.fit(0.1), 1e-3);
  }
}
