package org.cryodrgn.io.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextMatrixTest {

  @Test
  void isShownWithEightDigits() {
    TextMatrix table = TextMatrix.of(new float[] {1, 0.25f, -0.5f, 12345.678f}, 2);
    assertEquals("1.0000000 0.25000000\n-0.50000000 12345.678\n", table.shown());
  }

  @TempDir Path folder;

  /** What Python's "%.18e" prints; the first value is 8.5043430328369140625e-02, a tie. */
  @Test
  void roundsAsPythonDoes() throws IOException {
    double[] values = {0.08504343f, -0.1f, 1e-30, -0.0};
    new TextMatrix(2, 2, values).write(folder.resolve("t.txt"));
    assertEquals(
        "8.504343032836914062e-02 -1.000000014901161194e-01\n"
            + "1.000000000000000083e-30 -0.000000000000000000e+00\n",
        Files.readString(folder.resolve("t.txt")));
    double[] none = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    new TextMatrix(1, 3, none).write(folder.resolve("n.txt"));
    assertEquals("nan inf -inf\n", Files.readString(folder.resolve("n.txt")));
  }
}
