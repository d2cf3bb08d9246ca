package org.cryodrgn.analysis.maps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MasksTest {

  private static final int BOX = 12;

  @Test
  void distancesAreThoseOfTheNearestVoxel() {
    float[] values = new float[BOX * BOX * BOX];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(200) == 0 ? 0 : Distances.FAR;
    }
    float[] city = values.clone();
    float[] straight = values.clone();
    Distances.cityBlock(city, BOX, 2);
    Distances.squaredEuclidean(straight, BOX, 2);
    for (int i = 0; i < values.length; i++) {
      int nearestCity = Integer.MAX_VALUE;
      int nearestSquare = Integer.MAX_VALUE;
      for (int j = 0; j < values.length; j++) {
        if (values[j] == 0) {
          int x = Math.abs(i % BOX - j % BOX);
          int y = Math.abs(i / BOX % BOX - j / BOX % BOX);
          int z = Math.abs(i / BOX / BOX - j / BOX / BOX);
          nearestCity = Math.min(nearestCity, x + y + z);
          nearestSquare = Math.min(nearestSquare, x * x + y * y + z * z);
        }
      }
      assertEquals(nearestCity, city[i]);
      assertEquals(nearestSquare, straight[i]);
    }
  }

  @Test
  void maskGrowsThenFallsAsACosine() {
    float[] map = new float[24 * 24 * 24];
    int centre = (12 * 24 + 12) * 24 + 12;
    // More voxels than the percentile leaves out, at one place along x.
    map[centre] = 10;
    map[centre + 24] = 10;
    map[centre - 24] = 10;
    float[] mask = new Masks.Settings(OptionalDouble.empty(), 2.5, 6).mask(map, 24, 2, 1);
    assertEquals(1, mask[centre]);
    assertEquals(1, mask[centre + 1]);
    assertEquals(Math.cos(Math.PI / 6), mask[centre + 2], 1e-6);
    assertEquals(0.5, mask[centre + 3], 1e-6);
    assertEquals(0, mask[centre + 4], 1e-6);
    assertEquals(0, mask[centre + 7]);
  }

  @Test
  void maskWithoutAnEdgeIsOneWithinTheDilationAndZeroBeyond() {
    float[] map = new float[BOX * BOX * BOX];
    map[0] = 1;
    float[] mask = new Masks.Settings(OptionalDouble.of(1), 3, 0).mask(map, BOX, 2, 1);
    float[] expected = new float[map.length];
    for (int neighbour : new int[] {0, 1, BOX, BOX * BOX}) {
      expected[neighbour] = 1;
    }
    assertArrayEquals(expected, mask);
    assertEquals(4.0 / map.length, Masks.share(mask), 1e-12);
  }

  @Test
  void percentileIsLinearBetweenRanks() {
    float[] values = new float[101];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 37) % 101;
    }
    assertEquals(99.5, Masks.percentile(values, 0.995), 1e-9);
    assertEquals(100, Masks.percentile(values, 1));
  }
}
