package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers from NumPy: sums, least squares by {@code numpy.linalg.solve}, a jackknife of 25. */
class SharedFitTest {

  /**
   * 200 images, a times the given and b times the changed model, that are half alike, with noise.
   */
  private static SharedFit fit(double a, double b, double noise) {
    double[] sums = new double[200 * SharedFit.SUMS];
    for (int i = 0; i < 200; i++) {
      sums[5 * i] = a + 0.5 * b + noise * Math.sin(i * i * 0.7);
      sums[5 * i + 1] = 0.5 * a + b + noise * Math.cos(i * i * 1.3);
      sums[5 * i + 2] = 1;
      sums[5 * i + 3] = 0.5;
      sums[5 * i + 4] = 1;
    }
    return new SharedFit(sums);
  }

  @Test
  void imagesPreferOneModelByTheirProducts() {
    SharedFit fit = fit(0.48, 0.52, 0.3);
    assertEquals(51.0148, fit.given(), 1e-3);
    assertEquals(-3.5327, fit.preference(), 1e-3);
    assertEquals(-0.0925, fit.difference(), 1e-3);
    assertEquals(130.2364, fit.explainedByChanged(), 1e-3);
  }

  /**
   * a - b is 12.1 standard errors for 0.8 and 0.2, -3.3 for 0.48 and 0.52, -11.9 for 0.3 and 0.7; a
   * - b less (a + b) / 2 is -0.3 for the first. Images that show neither model tell nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0.3, false, false", "0.8, 0.2, 0.3, false, false", "0.6, 0.4, 0.3, false, true",
    "0.48, 0.52, 0.3, false, true", "0.3, 0.7, 0.3, true, true", "0, 1, 0.3, true, true",
    "-0.15, 0.15, 0.3, false, false"
  })
  void aModelIsWorseIfThatIsNoChance(
      double a, double b, double noise, boolean worse, boolean noBetter) {
    assertEquals(worse, fit(a, b, noise).isWorse());
    assertEquals(noBetter, fit(a, b, noise).isNoBetter());
  }
}
