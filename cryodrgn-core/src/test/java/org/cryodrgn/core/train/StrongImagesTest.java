package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class StrongImagesTest {

  @Test
  void aHundredTimesTheMedianIsStrong() {
    double[] powers = {1, 2, 3, 300, 301, 1e12, 0.1, 3, 3};
    assertArrayEquals(new int[] {5, 4}, StrongImages.among(powers));
  }

  /** Most images of a stack may be blank: the others are not strong for that. */
  @Test
  void blankImagesDoNotTellWhatIsUsual() {
    assertArrayEquals(new int[0], StrongImages.among(new double[] {0, 0, 0, 0, 5, 6, 7}));
    assertArrayEquals(new int[0], StrongImages.among(new double[] {0, 0}));
  }

  /** Sets of two kinds, neither of which is rare. */
  @Test
  void evenlySpreadPowersHaveNoStrongImage() {
    assertArrayEquals(new int[0], StrongImages.among(new double[] {1, 1, 90, 1, 90, 90, 40}));
  }
}
