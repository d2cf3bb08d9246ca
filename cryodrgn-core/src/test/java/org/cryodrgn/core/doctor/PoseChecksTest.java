package org.cryodrgn.core.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.cryodrgn.core.doctor.Finding.Status;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoseChecksTest {

  private static double[] rotations(int count) {
    double[] rotations = new double[9 * count];
    for (int i = 0; i < count; i++) {
      Rotations.fromRelion(3 * i, 2 * i, i, rotations, 9 * i);
    }
    return rotations;
  }

  private static Finding rotations(double[] rotations) {
    return new PoseChecks(new Poses(rotations, new double[rotations.length / 9 * 2])).rotations();
  }

  /** So many of 200 values, of 100 particles, are the one, and the rest 0.01. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, OK, up to 0.01 of the box",
    "200, 0, OK, all 0",
    "200, 0.25, OK, up to 0.25 of the box",
    "2, -0.26, OK, up to 0.26 of the box",
    "8, -0.26, WARN, 'up to 0.26 of the box, 4 % beyond a quarter: they may be pixels'",
    "1, 1, OK, up to 1 of the box",
    "1, -1.01, FAIL, up to 1.01 of the box: they look like pixels",
    "3, NaN, FAIL, 3 of 200 are no numbers"
  })
  void shiftsAreFractionsOfTheBox(int count, double value, Status status, String evidence) {
    double[] shifts = new double[200];
    Arrays.fill(shifts, 0.01);
    Arrays.fill(shifts, 0, count, value);
    Finding finding = new PoseChecks(new Poses(rotations(100), shifts)).shifts();
    assertEquals(status, finding.status(), finding.line());
    assertEquals(evidence, finding.evidence());
  }

  @Test
  void theFirstMatrixThatIsNoRotationIsNamed() {
    double[] wrong = rotations(100);
    wrong[9 * 5] += 0.1;
    wrong[9 * 8 + 3] -= 0.1;
    Finding finding = rotations(wrong);
    assertEquals(Status.FAIL, finding.status());
    assertEquals(
        "2 of 100 matrices are no rotations, the first is row 5, counted from 0",
        finding.evidence());
  }

  /** As a 2D classification gives them; of one particle there is never more than one view. */
  @Test
  void rotationsWithinThePlaneAloneAreTold() {
    double[] rotations = new double[9 * 30];
    for (int i = 0; i < 30; i++) {
      Rotations.fromRelion(10, 20, 12 * i, rotations, 9 * i);
    }
    Finding finding = rotations(rotations);
    assertEquals(Status.WARN, finding.status());
    assertEquals(
        "all 30 look from one direction, as after a 2D classification", finding.evidence());
    assertEquals(Status.OK, rotations(Arrays.copyOf(rotations, 9)).status());
    Rotations.fromRelion(10, 20.1, 30, rotations, 9 * 29);
    assertEquals("30 rotation matrices", rotations(rotations).evidence());
  }
}
