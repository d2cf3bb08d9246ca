package org.cryodrgn.core.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ParticleSelectionTest {

  @Test
  void marksTellSelectionsApart() {
    ParticleSelection.Mark mark = ParticleSelection.of(4, new int[] {0, 2}).mark();
    assertEquals(mark, ParticleSelection.of(4, new int[] {0, 2}).mark());
    assertNotEquals(mark, ParticleSelection.of(4, new int[] {1, 2}).mark());
    // Rows of tables are in the order of the run.
    assertNotEquals(mark, ParticleSelection.of(4, new int[] {2, 0}).mark());
    assertNotEquals(mark, ParticleSelection.of(5, new int[] {0, 2}).mark());
    assertEquals(
        ParticleSelection.all(3).mark(), ParticleSelection.of(3, new int[] {0, 1, 2}).mark());
  }

  @Test
  void particlesAreCountedAsInTheStack() {
    assertArrayEquals(
        new int[] {7, 5}, ParticleSelection.of(9, new int[] {5, 6, 7}).inStack(new int[] {2, 0}));
    assertArrayEquals(new int[] {2}, ParticleSelection.all(9).inStack(new int[] {2}));
    assertArrayEquals(new int[] {5, 7}, ParticleSelection.of(9, new int[] {5, 7}).indices());
    assertArrayEquals(new int[] {0, 1, 2}, ParticleSelection.all(3).indices());
  }
}
