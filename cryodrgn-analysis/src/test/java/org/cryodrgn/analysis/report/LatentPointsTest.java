package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.TextMatrix;
import org.junit.jupiter.api.Test;

class LatentPointsTest {

  private static final Path FILE = Path.of("z.txt");

  @Test
  void aPathHasBothItsEnds() {
    float[][] expected = {{0, 10}, {1, 8}, {2, 6}, {3, 4}};
    assertArrayEquals(expected, LatentPoints.path(new float[] {0, 10}, new float[] {3, 4}, 4));
  }

  /** One point may stand in a column of its own, as numpy.savetxt writes it. */
  @Test
  void aTableHasAPointARow() {
    TextMatrix rows = new TextMatrix(2, 3, new double[] {1, 2, 3, 4, 5, 6});
    assertArrayEquals(new float[][] {{1, 2, 3}, {4, 5, 6}}, LatentPoints.ofTable(rows, 3, FILE));
    TextMatrix column = new TextMatrix(3, 1, new double[] {1, 2, 3});
    assertArrayEquals(new float[][] {{1, 2, 3}}, LatentPoints.ofTable(column, 3, FILE));
    assertThrows(DataException.class, () -> LatentPoints.ofTable(rows, 2, FILE));
  }
}
