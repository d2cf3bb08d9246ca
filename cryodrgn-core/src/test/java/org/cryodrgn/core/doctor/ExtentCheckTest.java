package org.cryodrgn.core.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.core.doctor.Finding.Status;
import org.cryodrgn.io.ctf.CtfTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CTF parameters of a box of 256 pixels of 1 Å, and images of whatever box. */
class ExtentCheckTest {

  private static void expect(
      int box, double header, double table, CtfTable ctf, Status status, String told) {
    Finding finding = ExtentCheck.examine(new ParticleTables(box, header, table, null, ctf));
    assertEquals(status, finding.status(), finding.line());
    assertTrue(finding.line().contains(told), finding.line());
  }

  private static CtfTable ctf(float... pixelSizes) {
    float[] values = new float[pixelSizes.length * CtfTable.COLUMNS];
    for (int i = 0; i < pixelSizes.length; i++) {
      values[i * CtfTable.COLUMNS + CtfTable.BOX] = 256;
      values[i * CtfTable.COLUMNS + CtfTable.PIXEL_SIZE] = pixelSizes[i];
    }
    return new CtfTable(values);
  }

  /** A header of 1 Å is that of a program that does not know; 0 is none. */
  @ParameterizedTest
  @CsvSource({
    "256, 0, 0, OK, 'images of 256 pixels, CTF of box 256 over 256 Å'",
    "128, 2, 256, OK, 'images of 128 pixels, CTF of box 256 over 256 Å'",
    "128, 1, 0, OK, ''",
    "257, 0, 0, FAIL, box is the larger one. Parse the CTF again with -D 257",
    "128, 2.01, 0, OK, ''",
    "128, 2.03, 0, WARN, by the images' header 259.8 Å",
    "128, 1.97, 0, WARN, by the images' header 252.2 Å",
    "128, 0, 258, OK, ''",
    "128, 0, 260, WARN, the particles file has 260 Å",
    "128, 0, 268, WARN, the particles file has 268 Å",
    "128, 0, 270, FAIL, the particles file has 270 Å",
    "128, 0, 252, WARN, the particles file has 252 Å",
    "128, 0, 128, FAIL, the particles file has 128 Å"
  })
  void theFieldOfViewStays(int box, double header, double table, Status status, String told) {
    expect(box, header, table, ctf(1, 1, 1), status, told);
  }

  @ParameterizedTest
  @CsvSource({
    "1.004, OK, over 257 Å",
    "1.006, WARN, 'over 257.5 Å, others over 256 Å'",
    "0, FAIL, not above 0",
    "-1, FAIL, not above 0",
    "Infinity, FAIL, not above 0"
  })
  void allImagesAreOfOneScale(float other, Status status, String told) {
    expect(256, 0, 0, ctf(1, other, 1), status, told);
  }
}
