package org.cryodrgn.analysis.convergence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewSketchTest {

  private static final int BINS = 6;

  private static int count(int x, int y) {
    return (3 * x * x + 5 * y + 7 * x * y) % 11;
  }

  /** Points within the bins of a histogram over 0 .. 6, and one of its corners at 6. */
  private static float[][] view() {
    float[][] view = new float[2][1000];
    int n = 0;
    for (int x = 0; x < BINS; x++) {
      for (int y = 0; y < BINS; y++) {
        for (int i = 0; i < count(x, y); i++) {
          view[0][n] = x + (i % 3) * 0.3f;
          view[1][n++] = y + (i % 2) * 0.5f;
        }
      }
    }
    // The range: 0, 0 has no point of its own, and the last bin holds its upper edge.
    view[0][n] = 6;
    view[1][n++] = 6;
    view[0][n] = 0;
    view[1][n++] = 0;
    return new float[][] {Arrays.copyOf(view[0], n), Arrays.copyOf(view[1], n)};
  }

  private static List<String> places(ViewSketch sketch) {
    return sketch.maxima().stream().map(m -> m.x() + "," + m.y()).sorted().toList();
  }

  /**
   * The bins that scipy.ndimage.maximum_filter finds, but for the two corners with a point more.
   */
  @Test
  void maximaAreScipys() {
    ViewSketch plain = ViewSketch.of(view(), new ViewSketch.Settings(BINS, false, 1, 100, 5, 100));
    assertEquals(List.of("0,2", "0,4", "3,4", "5,0", "5,3"), places(plain));
    assertEquals(10, plain.maxima().get(0).height());
    for (int x = 0; x < BINS; x++) {
      for (int y = 0; y < BINS; y++) {
        int corner = x + y == 0 || x + y == 10 ? 1 : 0;
        assertEquals(count(x, y) + corner, plain.counts()[x * BINS + y], x + "," + y);
      }
    }
    int members = 0;
    for (int x = 0; x < 2; x++) {
      members += count(x, 1) + count(x, 2) + count(x, 3);
    }
    assertEquals(
        members,
        plain.maxima().stream()
            .filter(m -> m.x() == 0 && m.y() == 2)
            .findFirst()
            .orElseThrow()
            .members()
            .length);
  }

  /** scipy.ndimage.gaussian_filter with a standard deviation of 0.8. */
  @Test
  void smoothingIsScipys() {
    ViewSketch smooth =
        ViewSketch.of(view(), new ViewSketch.Settings(BINS, true, 0.8, 100, 5, 100));
    double[] row = new double[2];
    for (int i = 0; i < 2; i++) {
      row[i] = smooth.smoothed()[3 * BINS + 1 + i];
    }
    assertArrayEquals(new double[] {5.688627, 4.795276}, row, 1e-2);
    assertEquals(6.645443, smooth.smoothed()[2], 2e-2);
    assertEquals(List.of("0,2", "0,4", "3,1", "5,0", "5,3"), places(smooth));
    for (ViewSketch.Maximum maximum : smooth.maxima()) {
      float there = smooth.smoothed()[maximum.x() * BINS + maximum.y()];
      assertEquals(there, maximum.height(), 1e-6);
    }
  }

  /** The width is in units of the view: of bins half as wide twice as many. */
  @Test
  void aWiderViewIsSmoothedMore() {
    float[][] wide = view();
    for (int i = 0; i < wide[0].length; i++) {
      wide[0][i] *= 2;
    }
    assertArrayEquals(
        ViewSketch.of(view(), new ViewSketch.Settings(BINS, true, 0.8, 100, 5, 100)).smoothed(),
        ViewSketch.of(wide, new ViewSketch.Settings(BINS, true, 0.4, 100, 5, 100)).smoothed());
  }

  /** Of the two nearest the lower goes: 0,2 and 0,4 are 10 and 9 high. */
  @Test
  void theLowerOfNearMaximaGoes() {
    ViewSketch four = ViewSketch.of(view(), new ViewSketch.Settings(BINS, false, 1, 4, 5, 100));
    assertEquals(List.of("0,2", "3,4", "5,0", "5,3"), places(four));
    ViewSketch near = ViewSketch.of(view(), new ViewSketch.Settings(BINS, false, 1, 1, 1, 100));
    assertEquals(5, near.maxima().size());
    // Those that are apart by the radius itself, as 0,2 and 0,4, are near, as for cryoDRGN.
    ViewSketch apart = ViewSketch.of(view(), new ViewSketch.Settings(BINS, false, 1, 1, 2, 100));
    assertEquals(List.of("0,2", "3,4", "5,0", "5,3"), places(apart));
    ViewSketch two = ViewSketch.of(view(), new ViewSketch.Settings(BINS, false, 1, 100, 5, 2));
    assertEquals(2, two.maxima().size());
    assertEquals(10, two.maxima().get(1).height());
  }

  @Test
  void aViewOfOnePlaceHasOneMaximum() {
    float[][] view = {{2, 2, 2}, {1, 1, 1}};
    ViewSketch sketch = ViewSketch.of(view, new ViewSketch.Settings(5, true, 1, 3, 5, 3));
    assertEquals(1, sketch.maxima().size());
    assertArrayEquals(new int[] {0, 1, 2}, sketch.maxima().get(0).members());
    assertEquals(2, sketch.centres(view)[0][0]);
  }
}
