package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.doctor.Finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 40 images, of which every other one is looked at, of 1 and -1 in turn. */
class ImageChecksTest {

  private static final int BOX = 32;

  private final float[][] images = new float[40][BOX * BOX];

  ImageChecksTest() {
    for (int i = 0; i < images.length; i++) {
      fill(i, 0, 1);
    }
  }

  private void fill(int image, float mean, float deviation) {
    for (int p = 0; p < BOX * BOX; p++) {
      images[image][p] = mean + (p % 2 == 0 ? deviation : -deviation);
    }
  }

  private ImageSample sample() {
    int[] sections = IntStream.range(0, images.length).toArray();
    return new ImageSample(new HeldImages(BOX, images, sections), 20, 1);
  }

  private void expectOutliers(boolean found) {
    Finding finding = new ImageChecks(sample()).outliers();
    assertEquals(found ? Status.WARN : Status.OK, finding.status(), finding.line());
    assertTrue(
        finding
            .evidence()
            .startsWith(
                found
                    ? "1 (the first is particle 14, counted from 0) of 20 images looked at differ"
                    : "none; standard deviation 1.00"),
        finding.line());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3.1, true",
    "0, 2.9, false",
    "0, 0.32, true",
    "0, 0.35, false",
    "3.1, 1, true",
    "-2.9, 1, false"
  })
  void anImageIsOddBeyondThreeTimesTheUsual(float mean, float deviation, boolean found) {
    fill(14, mean, deviation);
    expectOutliers(found);
  }

  /** Pixels of 28 and of 24 standard deviations, which raise the deviation to 2.1 and 1.5. */
  @ParameterizedTest
  @CsvSource({"60, true", "35, false"})
  void aHotPixelIsTold(float value, boolean found) {
    images[14][99] = value;
    expectOutliers(found);
  }

  /**
   * The usual deviation is 1.3; that of the others, 0.77, is no more than eight robust ones off.
   */
  @ParameterizedTest
  @CsvSource({"12, false", "14, true"})
  void whereImagesAreOfManyStrengthsAnOddOneIsTenTimesAsStrong(float deviation, boolean found) {
    for (int i = 0; i < 40; i += 4) {
      fill(i, 0, 1.3f);
      fill(i + 2, 0, 1 / 1.3f);
    }
    fill(14, 0, deviation);
    assertEquals(found ? Status.WARN : Status.OK, new ImageChecks(sample()).outliers().status());
  }

  @ParameterizedTest
  @CsvSource({"0, OK, 20 images looked at", "1, WARN, ''", "2, FAIL, ''"})
  void manyConstantImagesAreAFailure(int count, Status status, String evidence) {
    for (int i = 0; i < count; i++) {
      Arrays.fill(images[10 + 2 * i], 7);
    }
    Finding finding = new ImageChecks(sample()).values();
    assertEquals(status, finding.status(), finding.line());
    assertEquals(
        count == 0
            ? evidence
            : count
                + " (the first is particle 10, counted from 0) of 20 images looked at are constant",
        finding.evidence());
  }

  @Test
  void smallImagesStandForTheWholeField() {
    float[][] large = new float[3][96 * 96];
    HeldImages stack = new HeldImages(96, large, new int[3]);
    SmallStack small = (SmallStack) new ImageSample(stack, 3, 1).small(stack, new int[] {2});
    assertEquals(48, small.box());
    assertEquals(3, small.pixelSizeOf(0));
    assertEquals(3, small.pixelSize().orElseThrow());
    assertEquals("image 2", small.describe(0));
  }
}
