package org.cryodrgn.core.ctf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cryodrgn.core.Golden;
import org.cryodrgn.core.lattice.Lattice;
import org.cryodrgn.io.ctf.CtfTable;
import org.junit.jupiter.api.Test;

class ContrastTransferTest {

  @Test
  void valuesAreCryodrgns() {
    float[] parameters = Golden.floats("ctf_params.npy");
    float[] table = new float[8 * CtfTable.COLUMNS];
    for (int i = 0; i < 8; i++) {
      table[i * CtfTable.COLUMNS] = 32;
      System.arraycopy(parameters, 8 * i, table, i * CtfTable.COLUMNS + 1, 8);
    }
    CtfTable ctf = new CtfTable(table);
    int size = 33 * 33;
    float[] values = new float[8 * size];
    ContrastTransfer transfer = new ContrastTransfer(new Lattice(33, 0.5).pixels(), 32);
    for (int i = 0; i < 8; i++) {
      transfer.values(ctf, i, ContrastTransfer.pixelSize(ctf, i, 32), values, i * size);
    }
    Golden.assertClose(Golden.floats("ctf_values.npy"), values, 1e-5);
  }

  /** The textbook form with sine, cosine and arc tangent, far out where the phase is large. */
  @Test
  void fastFormIsTheTextbookForm() {
    int box = 64;
    int[] pixels = new Lattice(box + 1, 0.5).pixels();
    float[] values = new float[pixels.length];
    float[] row = {box, 0.8f, 23000, 18500, 37, 300, 2.7f, 0.1f, 25};
    double aberration = row[CtfTable.SPHERICAL_ABERRATION];
    double contrast = row[CtfTable.AMPLITUDE_CONTRAST];
    new ContrastTransfer(pixels, box).values(new CtfTable(row), 0, 0.8, values, 0);
    double volts = 3e5;
    double lambda = 12.2639 / Math.sqrt(volts + 0.97845e-6 * volts * volts);
    for (int i = 0; i < pixels.length; i++) {
      double x = (pixels[i] % 65 - 32) / 64.0 / 0.8;
      double y = (pixels[i] / 65 - 32) / 64.0 / 0.8;
      double s2 = x * x + y * y;
      double angle = 2 * (Math.atan2(y, x) - Math.toRadians(37));
      double defocus = 0.5 * (23000 + 18500 + (23000 - 18500) * Math.cos(angle));
      double gamma =
          2
                  * Math.PI
                  * (-0.5 * defocus * lambda * s2
                      + 0.25e7 * aberration * Math.pow(lambda, 3) * s2 * s2)
              - Math.toRadians(25);
      double expected =
          Math.sqrt(1 - contrast * contrast) * Math.sin(gamma) - contrast * Math.cos(gamma);
      assertEquals(expected, values[i], 1e-6);
    }
  }

  @Test
  void pixelSizeKeepsTheFieldOfView() {
    float[] row = new float[CtfTable.COLUMNS];
    row[CtfTable.BOX] = 320;
    row[CtfTable.PIXEL_SIZE] = 1.25f;
    assertEquals(3.125, ContrastTransfer.pixelSize(new CtfTable(row), 0, 128));
  }
}
