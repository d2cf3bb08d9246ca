package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.doctor.Finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContrastTrialTest {

  private static final int BOX = 16;

  /** A ball of one density. */
  private static TrialMaps ball(double radius, float density, double correlation) {
    float[] map = new float[BOX * BOX * BOX];
    for (int i = 0; i < map.length; i++) {
      int x = i % BOX - BOX / 2;
      int y = i / BOX % BOX - BOX / 2;
      int z = i / BOX / BOX - BOX / 2;
      map[i] = x * x + y * y + z * z <= radius * radius ? density : 0;
    }
    return new TrialMaps(BOX, map, map, new double[BOX / 2], correlation);
  }

  /** 123 and 925 of the 1,551 voxels within 7.2: (1 - 2p) / sqrt(p (1 - p)). */
  @Test
  void skewnessIsThatOfTheDensityWithinTheSphere() {
    assertEquals(3.1138225, ball(3, 2, 1).skewness(), 1e-5);
    assertEquals(-3.1138225, ball(3, -2, 1).skewness(), 1e-5);
    assertEquals(-0.3929282, ball(6, 2, 1).skewness(), 1e-5);
    assertEquals(Double.NaN, ball(0, 0, 1).skewness());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 0.9, true, OK, has skewness 3.1.",
    "3, 1, 0.9, false, OK, has skewness 3.1 (without inversion).",
    "3, -1, 0.3, true, WARN, it is hollow. The images seem to be dark on light",
    "3, -1, 0.3, false, WARN, train without --uninvert-data",
    "3, -1, 0.1, true, OK, too little signal to tell",
    "6, 1, 0.9, true, OK, 'skewness -0.4: too little signal to tell'",
    "6, -1, 0.9, true, OK, 'skewness 0.4: too little signal to tell'"
  })
  void aHollowMoleculeHasTheWrongSign(
      double radius,
      float density,
      double correlation,
      boolean inverted,
      Status status,
      String told) {
    Finding finding = ContrastTrial.of(ball(radius, density, correlation), inverted);
    assertEquals(status, finding.status(), finding.line());
    assertTrue(finding.line().contains(told), finding.line());
  }
}
