package org.cryodrgn.analysis.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RowsTest {

  private static final float[] POINTS = {1, 2, 3, 4, 5, 6};

  @Test
  void rowsAndValuesComeInTheOrderAskedFor() {
    assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, Rows.select(POINTS, 2, new int[] {2, 0, 2}));
    assertArrayEquals(new float[] {6, 1}, Rows.pick(POINTS, new int[] {5, 0}));
  }

  @Test
  void pointsAreCutIntoRowsAndColumns() {
    assertArrayEquals(new float[][] {{1, 2, 3}, {4, 5, 6}}, Rows.split(POINTS, 3));
    assertArrayEquals(new float[][] {{1, 4}, {2, 5}, {3, 6}}, Rows.columns(POINTS, 3));
    assertThrows(IllegalArgumentException.class, () -> Rows.split(POINTS, 4));
  }
}
