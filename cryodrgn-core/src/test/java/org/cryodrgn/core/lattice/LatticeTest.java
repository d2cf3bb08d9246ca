package org.cryodrgn.core.lattice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatticeTest {

  @Test
  void coordinatesAreCryodrgns() {
    float[] expected = Golden.floats("lattice.npy");
    float[] axis = new Lattice(33, 0.5).axis();
    float[] coordinates = new float[33 * 33 * 3];
    for (int pixel = 0; pixel < 33 * 33; pixel++) {
      coordinates[3 * pixel] = axis[pixel % 33];
      coordinates[3 * pixel + 1] = axis[pixel / 33];
    }
    assertArrayEquals(expected, coordinates);
  }

  @Test
  void circularMaskIsCryodrgns() {
    boolean[] expected = Golden.booleans("circular_mask.npy");
    int[] pixels = IntStream.range(0, expected.length).filter(i -> expected[i]).toArray();
    assertArrayEquals(pixels, new Lattice(33, 0.5).circularMask(16));
  }

  /** Sizes counted by cryoDRGN 4.3: the number of inputs of its encoders. */
  @ParameterizedTest
  @CsvSource({
    "30, 708",
    "50, 1960",
    "64, 3208",
    "100, 7844",
    "128, 12852",
    "150, 17664",
    "250, 49076",
    "256, 51432",
    "300, 70680",
    "320, 80380"
  })
  void maskSizesAreCryodrgns(int box, int count) {
    assertEquals(count, new Lattice(box + 1, 0.5).circularMask(box / 2).length);
  }

  @ParameterizedTest
  @CsvSource({"98, 49", "196, 98", "130, 40.5"})
  void maskIsPointSymmetricWithoutTheOrigin(int box, double radius) {
    int[] mask = new Lattice(box + 1, 0.5).circularMask(radius);
    int side = box + 1;
    for (int k = 0; k < mask.length; k++) {
      assertEquals(side * side - 1, mask[k] + mask[mask.length - 1 - k]);
    }
    assertEquals(0, mask.length % 2);
  }

  @Test
  void downsampledKeepsTheStep() {
    Lattice small = new Lattice(33, 0.5).downsampled(17);
    assertEquals(0.25, small.extent());
    assertEquals(1 / 32f, small.axis()[9]);
  }

  @Test
  void evenSidesAndTooLargeRadiiAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Lattice(32, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new Lattice(33, 0.5).circularMask(17));
  }
}
