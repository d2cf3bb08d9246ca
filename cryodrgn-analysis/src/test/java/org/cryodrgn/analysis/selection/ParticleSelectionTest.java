package org.cryodrgn.analysis.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParticleSelectionTest {

  private static final ParticleColumns TABLE =
      new ParticleColumns(6)
          .add("umap1", () -> new float[] {0, 1, 2, 3, 4, 5})
          .add("umap2", () -> new float[] {0, 1, 0, 1, 0, 1});

  private static final int[] LABELS = {0, 0, 1, 2, 2, 4};

  @TempDir Path folder;

  @Test
  void conditionsAreCombinedByAndThenInverted() {
    ParticleSelection selection =
        new ParticleSelection(TABLE).box("umap1=1:4").where("umap2 == 1 or umap1 == 4");
    assertArrayEquals(new int[] {1, 3, 4}, selection.rows());
    assertEquals(3, selection.size());
    assertArrayEquals(new int[] {0, 2, 5}, selection.otherRows());
    assertArrayEquals(new int[] {0, 2, 5}, selection.invert().rows());
  }

  @Test
  void boxesHaveOpenEndsAndHoldTheirBounds() {
    assertArrayEquals(
        new int[] {0, 2}, new ParticleSelection(TABLE).box("umap1=:3,umap2=:0.5").rows());
    assertArrayEquals(new int[] {4, 5}, new ParticleSelection(TABLE).box("umap1=4:").rows());
    for (String wrong : new String[] {"umap1", "umap1=3", "umap1=a:3", "umap1=1:2:3"}) {
      assertThrows(
          IllegalArgumentException.class, () -> new ParticleSelection(TABLE).box(wrong), wrong);
    }
    assertThrows(UnknownColumnException.class, () -> new ParticleSelection(TABLE).box("umap3=1:2"));
  }

  @Test
  void labelsAreAListWithRanges() {
    assertArrayEquals(
        new int[] {0, 1, 3, 4}, new ParticleSelection(TABLE).labelled(LABELS, "0,2").rows());
    assertArrayEquals(
        new int[] {2, 3, 4}, new ParticleSelection(TABLE).labelled(LABELS, " 1-2 ").rows());
    for (String wrong : new String[] {"", "1,", "a", "2-1", "-1", "1-2-3"}) {
      assertThrows(IllegalArgumentException.class, () -> Labels.parse(wrong), wrong);
    }
    IllegalArgumentException absent =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ParticleSelection(TABLE).labelled(LABELS, "2-4"));
    assertTrue(absent.getMessage().contains("label 3 (labels run from 0 to 4)"));
  }

  @Test
  void labelsAreWholeNumbersOfTheRightLength() {
    Path file = folder.resolve("labels.pkl");
    PickleWriter.write(file, NumpyArray.of(LABELS, 6));
    assertArrayEquals(LABELS, Labels.read(file, 6));
    assertThrows(DataException.class, () -> Labels.read(file, 7));
    PickleWriter.write(file, NumpyArray.of(new float[] {3, 0, -1}, 3));
    assertArrayEquals(new int[] {3, 0, -1}, Labels.read(file, 3));
    for (float wrong : new float[] {0.5f, Float.NaN, 1e10f}) {
      PickleWriter.write(file, NumpyArray.of(new float[] {3, wrong}, 2));
      assertThrows(DataException.class, () -> Labels.read(file, 2));
    }
  }

  @Test
  void clustersAreSelectedFromThoseThatThereAre() {
    Path file = folder.resolve("labels.pkl");
    int[] labels = {0, 1, 2, 1, -1};
    assertArrayEquals(new int[] {1, 3}, Labels.select(file, labels, new int[] {1}));
    assertArrayEquals(new int[] {0, 2}, Labels.select(file, labels, new int[] {2, 0}));
    DataException none =
        assertThrows(DataException.class, () -> Labels.select(file, labels, new int[] {0, 3}));
    assertTrue(none.getMessage().endsWith("in cluster 4. Choose from 1 to 3."), none.getMessage());
  }

  @Test
  void aPolygonMayBeConcaveAndOpen() throws IOException {
    // An L: the unit square twice as large without its upper right quarter.
    Path file = folder.resolve("l.txt");
    Files.writeString(file, "0 0\n2 0\n2 1\n1 1\n1 2\n0 2\n");
    Polygon l = Polygon.read(file);
    assertTrue(l.contains(0.5, 0.5));
    assertTrue(l.contains(1.5, 0.5));
    assertTrue(l.contains(0.5, 1.5));
    assertFalse(l.contains(1.5, 1.5));
    assertFalse(l.contains(-0.1, 0.5));
    assertFalse(l.contains(2.1, 0.5));
    assertFalse(l.contains(Double.NaN, 0.5));
    Random random = new Random(2);
    int inside = 0;
    for (int i = 0; i < 40_000; i++) {
      inside += l.contains(2 * random.nextDouble(), 2 * random.nextDouble()) ? 1 : 0;
    }
    assertEquals(0.75, inside / 40_000.0, 0.01);
    Files.writeString(file, "-1 -1\n2.5 -1\n2.5 0.5\n-1 0.5\n");
    assertArrayEquals(
        new int[] {0, 2}, new ParticleSelection(TABLE).within(file, "umap1", "umap2").rows());
    Files.writeString(file, "0 0\n1 1\n");
    assertThrows(DataException.class, () -> Polygon.read(file));
  }

  @Test
  void mahalanobisDistancesAreInStandardDeviationsWhateverTheAxes() {
    // Spread 10 and 0.1 along axes turned by 30 degrees.
    int n = 4000;
    Random random = new Random(3);
    float[] points = new float[2 * (n + 1)];
    double c = Math.cos(Math.PI / 6);
    double s = Math.sin(Math.PI / 6);
    for (int i = 0; i < n; i++) {
      double u = 10 * random.nextGaussian();
      double v = 0.1 * random.nextGaussian();
      points[2 * i] = (float) (c * u - s * v);
      points[2 * i + 1] = (float) (s * u + c * v);
    }
    // Six deviations along the short axis, though hardly away from the mean.
    points[2 * n] = (float) (-s * 0.6);
    points[2 * n + 1] = (float) (c * 0.6);
    float[] scores = Outliers.MAHALANOBIS.scores(points, 2, share -> {});
    assertEquals(6, scores[n], 0.25);
    double limit = Outliers.MAHALANOBIS.usualThreshold(2);
    assertEquals(Math.sqrt(-2 * Math.log(0.001)), limit, 1e-6);
    ParticleColumns table = new ParticleColumns(n + 1);
    ParticleSelection selection =
        new ParticleSelection(table).without(Outliers.MAHALANOBIS, points, 2, null, share -> {});
    assertTrue(selection.size() > n * 0.997 && selection.size() <= n, selection.size() + " kept");
    int[] left = selection.otherRows();
    assertEquals(n, left[left.length - 1]);
  }

  /** A direction in which all points are equal adds nothing. */
  @Test
  void pointsOfAPlaneHaveTheDistancesThatTheyHaveInIt() {
    Random random = new Random(5);
    float[] plane = new float[2 * 50];
    float[] space = new float[3 * 50];
    for (int i = 0; i < 50; i++) {
      for (int d = 0; d < 2; d++) {
        plane[2 * i + d] = (float) random.nextGaussian();
        space[3 * i + d] = plane[2 * i + d];
      }
      space[3 * i + 2] = 7;
    }
    assertArrayEquals(
        Outliers.MAHALANOBIS.scores(plane, 2, share -> {}),
        Outliers.MAHALANOBIS.scores(space, 3, share -> {}),
        1e-4f);
  }

  /**
   * Mean distances 4, 3.25, 3, 3.25 and 8.5: less their median, over 1.4826 times the median of
   * what they are off by, 0.25.
   */
  @Test
  void knnDistancesAreInRobustDeviations() {
    float[] scores = Outliers.KNN.scores(new float[] {0, 1, 2, 3, 10}, 1, share -> {});
    assertArrayEquals(new float[] {2.02347228f, 0, -0.67449076f, 0, 14.16430595f}, scores, 1e-3f);
  }

  /** From NumPy: sorted distances between the squares of 0 to 39, the mean of 20 of them. */
  @Test
  void knnDistancesAreMeansOfTwentyNeighbours() {
    float[] squares = new float[40];
    for (int i = 0; i < 40; i++) {
      squares[i] = i * i;
    }
    float[] scores = Outliers.KNN.scores(squares, 1, share -> {});
    assertArrayEquals(
        new float[] {-0.479365f, -0.773480f, 0.052238f, 4.191369f},
        new float[] {scores[0], scores[10], scores[20], scores[39]},
        1e-4f);
  }

  @Test
  void aLonePointBetweenTwoClustersIsFarFromItsNeighboursThoughNearTheMean() {
    Random random = new Random(4);
    float[] points = new float[2 * 401];
    for (int i = 0; i < 400; i++) {
      points[2 * i] = (float) ((i % 2 == 0 ? -10 : 10) + random.nextGaussian());
      points[2 * i + 1] = (float) random.nextGaussian();
    }
    float[] knn = Outliers.KNN.scores(points, 2, share -> {});
    float[] mahalanobis = Outliers.MAHALANOBIS.scores(points, 2, share -> {});
    assertTrue(knn[400] > Outliers.KNN.usualThreshold(2), "score " + knn[400]);
    assertTrue(mahalanobis[400] < 1, "distance " + mahalanobis[400]);
    for (int i = 0; i < 400; i++) {
      assertTrue(knn[i] < knn[400]);
    }
  }
}
