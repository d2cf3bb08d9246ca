package org.cryodrgn.analysis.convergence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatentShiftsTest {

  /** Three particles: on in the same direction, at an acute angle, and back. */
  @Test
  void mediansOfKnownMoves() {
    float[] first = {0, 0, 1, 1, 5, 5};
    float[] second = {1, 0, 1, 3, 5, 6};
    float[] third = {4, 0, 4, 7, 5, 5};
    // Products 3, 8, -1; lengths 3, 5, 1; distances 0, 1 - 8 / (2 * 5), 2.
    assertArrayEquals(new double[] {3, 3, 0.2}, LatentShifts.row(first, second, third, 2), 1e-7);
  }

  @Test
  void particlesThatStandStillHaveNoAngle() {
    float[] moved = {1, 0, 0, 0};
    double[] row = LatentShifts.row(new float[4], moved, new float[] {2, 0, 0, 0}, 2);
    assertArrayEquals(new double[] {0.5, 0.5, 0}, row, 1e-12);
    assertTrue(Double.isNaN(LatentShifts.row(moved, moved, moved, 2)[2]));
  }
}
