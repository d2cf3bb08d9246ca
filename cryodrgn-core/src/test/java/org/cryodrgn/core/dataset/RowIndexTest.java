package org.cryodrgn.core.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cryodrgn.core.Golden;
import org.cryodrgn.io.poses.PoseFile;
import org.junit.jupiter.api.Test;

class RowIndexTest {

  private static final double TOLERANCE = 2e-3;

  /** Rows begin with numbers of either sign, and are found among those almost like them. */
  @Test
  void everyRowIsFoundWithinTheTolerance() {
    double[] rows = PoseFile.read(Golden.file("poses.pkl")).rotations();
    RowIndex index = new RowIndex(rows, 9, TOLERANCE);
    double[] near = new double[rows.length];
    double[] far = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      near[i] = rows[i] + (i % 2 == 0 ? 0.9 : -0.9) * TOLERANCE;
      far[i] += i % 9 == 8 ? 0.01 : 0;
    }
    for (int row = 0; row < rows.length / 9; row++) {
      assertEquals(row, index.find(rows, row));
      assertEquals(row, index.find(near, row));
      assertEquals(-1, index.find(far, row));
    }
  }
}
