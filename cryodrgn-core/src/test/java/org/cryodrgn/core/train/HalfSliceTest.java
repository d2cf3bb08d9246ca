package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.TrainingBatch;
import org.junit.jupiter.api.Test;

class HalfSliceTest {

  /**
   * For any coefficient the error over both channels of half a slice is half of the error over the
   * Hartley values of the whole slice, reflected points included.
   */
  @Test
  void errorOfHalfASliceIsHalfTheErrorOfTheWhole() {
    TrainingData data = GoldenModel.data();
    int masked = data.pixels().masked().length;
    TrainingBatch half = batch(data, Domain.FOURIER);
    TrainingBatch whole = batch(data, Domain.HARTLEY);
    float[] slice = new float[masked * 3];
    for (int image = 0; image < 2; image++) {
      data.slice(image, slice);
      double halfError = 0;
      double wholeError = 0;
      for (int p = 0; p < masked / 2; p++) {
        double real = Math.sin(p);
        double imaginary = Math.cos(2.0 * p);
        boolean reflected = slice[3 * p + 2] > 0;
        int row = image * masked / 2 + p;
        double ctf = half.ctf().get(row);
        FloatBuffer targets = half.targets();
        halfError += square(ctf * real - targets.get(2 * row));
        double sign = reflected ? -1 : 1;
        halfError += square(ctf * sign * imaginary - targets.get(2 * row + 1));

        int here = image * masked + p;
        int opposite = (image + 1) * masked - 1 - p;
        wholeError +=
            square(whole.ctf().get(here) * (real - imaginary) - whole.targets().get(here));
        wholeError +=
            square(whole.ctf().get(opposite) * (real + imaginary) - whole.targets().get(opposite));
        assertEquals(sign * slice[3 * p + 2], half.coordinates().get(3 * row + 2), 0);
      }
      assertEquals(1, 2 * halfError / wholeError, 1e-6);
    }
  }

  private static TrainingBatch batch(TrainingData data, Domain domain) {
    String name = domain == Domain.FOURIER ? "fourier_gaussian" : "hartley_gaussian";
    BatchBuilder builder =
        GoldenModel.builder(data, GoldenModel.spec(name, data.pixels().encoder().length));
    builder.fill(new int[] {0, 1});
    return builder.batch();
  }

  private static double square(double x) {
    return x * x;
  }
}
