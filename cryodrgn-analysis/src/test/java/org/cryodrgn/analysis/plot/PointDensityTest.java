package org.cryodrgn.analysis.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Random;
import org.jfree.data.Range;
import org.junit.jupiter.api.Test;

class PointDensityTest {

  private static final Frame FRAME =
      new Frame(new Rectangle2D.Double(0, 0, 256, 256), new Range(-8, 8), new Range(-8, 8));

  /** A normal distribution with a kernel of n^(-1/3) its covariance is one of (1 + n^(-1/3)). */
  @Test
  void aNormalDistributionWidensAsScottTells() {
    int n = 20_000;
    Random random = new Random(3);
    float[] x = new float[n];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      double a = random.nextGaussian();
      x[i] = (float) (1.5 * a);
      y[i] = (float) (0.9 * a + 0.8 * random.nextGaussian());
    }
    PointDensity density = PointDensity.of(x, y, FRAME).orElseThrow();
    assertEquals(1, Arrays.stream(density.values()).sum(), 1e-3);
    double widened = 1 + Math.pow(n, -1.0 / 3);
    double cell = 16.0 / PointDensity.CELLS;
    // The determinant of the covariance is (1.5 * 0.8)^2.
    double peak = cell * cell / (2 * Math.PI * 1.2 * widened);
    assertEquals(peak, density.values()[64 * PointDensity.CELLS + 64], 0.05 * peak);
    // Mass below the density exp(-r^2/2) of a normal distribution's peak is that same factor.
    double highest = Arrays.stream(density.values()).max().orElseThrow();
    double[] levels = density.levels();
    assertEquals(9, levels.length);
    assertEquals(0.05, levels[0] / highest, 0.01);
    assertEquals(0.05 + 0.95 * 4 / 9, levels[4] / highest, 0.03);
  }

  @Test
  void contoursOfARoundCloudAreCircles() {
    int n = 40_000;
    Random random = new Random(4);
    float[] x = new float[n];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
      y[i] = (float) random.nextGaussian();
    }
    PointDensity density = PointDensity.of(x, y, FRAME).orElseThrow();
    double outermost = 0;
    int points = 0;
    double[] at = new double[6];
    for (PathIterator path = density.contours(FRAME).getPathIterator(null);
        !path.isDone();
        path.next()) {
      path.currentSegment(at);
      outermost = Math.max(outermost, Math.hypot(at[0] - 128, at[1] - 128) / 16);
      points++;
    }
    // exp(-r^2 / 2 s^2) = 0.05 with s^2 = 1 + n^(-1/3)
    double expected = Math.sqrt(-2 * Math.log(0.05) * (1 + Math.pow(n, -1.0 / 3)));
    assertEquals(expected, outermost, 0.15);
    assertTrue(points > 500, "points " + points);
  }

  @Test
  void fewPointsHaveNoDensity() {
    assertTrue(PointDensity.of(new float[] {1, 2}, new float[] {1, 2}, FRAME).isEmpty());
  }

  /** Eight cells a unit: the variance along each axis is 40 cells squared, and that across 0.25. */
  @Test
  void pointsOnALineHaveADensityOfTheLeastWidth() {
    float[] line = {-1, -0.5f, 0, 0.5f, 1};
    double[] values = PointDensity.of(line, line, FRAME).orElseThrow().values();
    assertEquals(1, Arrays.stream(values).sum(), 1e-3);
    double along = 2 * 40 * Math.pow(5, -1.0 / 3) + 0.25;
    double expected = 0;
    for (int cells = -8; cells <= 8; cells += 4) {
      expected += Math.exp(-cells * cells / along) / 5;
    }
    expected /= 2 * Math.PI * Math.sqrt(along * 0.25);
    int middle = 64 * PointDensity.CELLS + 64;
    assertEquals(expected, values[middle], 1e-6 * expected);
    assertEquals(0, values[middle + 4 * PointDensity.CELLS - 4], 1e-9);
  }

  @Test
  void theOutermostContourStaysWithinReach() {
    // Eight points, so the kernel's variance is half of theirs.
    float[] values = {-1.3228757f, 0, 0, 0, 0, 0, 1.3228757f, Float.NaN, 0};
    float[] reach = PointDensity.reach(values);
    double variance = 2 * 1.75 / 7;
    double expected = 1.3228757 + 2.5 * Math.sqrt(variance / 2);
    assertEquals(expected, reach[1], 1e-5);
    assertEquals(-expected, reach[0], 1e-5);
  }
}
