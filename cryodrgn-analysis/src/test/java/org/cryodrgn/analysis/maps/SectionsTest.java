package org.cryodrgn.analysis.maps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class SectionsTest {

  /** Voxel (x, y, z) is x + 2 y + 4 z. */
  private static final float[] MAP = {0, 1, 2, 3, 4, 5, 6, 7};

  @Test
  void planesAreThoseBehindTheMiddle() {
    float[] expected = {4, 5, 6, 7, 2, 3, 6, 7, 1, 3, 5, 7};
    assertArrayEquals(expected, Sections.central(MAP, 2));
  }

  @Test
  void projectionsAreSumsAlongAnAxis() {
    float[] expected = {4, 6, 8, 10, 2, 4, 10, 12, 1, 5, 9, 13};
    assertArrayEquals(expected, Sections.projections(MAP, 2));
  }
}
