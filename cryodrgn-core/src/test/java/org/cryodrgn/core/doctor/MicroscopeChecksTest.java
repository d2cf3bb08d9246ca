package org.cryodrgn.core.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cryodrgn.core.doctor.Finding.Status;
import org.cryodrgn.io.ctf.CtfTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where each range ends, and what is told of what lies outside it. */
class MicroscopeChecksTest {

  private static final int ROWS = 20;

  private final float[] values = new float[ROWS * CtfTable.COLUMNS];

  /** A sound table of 20 particles. */
  MicroscopeChecksTest() {
    for (int row = 0; row < ROWS; row++) {
      put(row, CtfTable.DEFOCUS_U, 15_000 + 100 * row);
      put(row, CtfTable.DEFOCUS_V, 14_500 + 100 * row);
      put(row, CtfTable.DEFOCUS_ANGLE, 9 * row - 90);
      put(row, CtfTable.VOLTAGE, 300);
      put(row, CtfTable.SPHERICAL_ABERRATION, 2.7f);
      put(row, CtfTable.AMPLITUDE_CONTRAST, 0.1f);
    }
  }

  private void put(int row, int column, float value) {
    values[row * CtfTable.COLUMNS + column] = value;
  }

  private void putAll(int column, float value) {
    for (int row = 0; row < ROWS; row++) {
      put(row, column, value);
    }
  }

  private Finding finding(String title) {
    return new MicroscopeChecks(new CtfTable(values))
        .all().stream().filter(found -> found.title().equals(title)).findFirst().orElseThrow();
  }

  private void expect(String title, Status status, String told) {
    Finding finding = finding(title);
    assertEquals(status, finding.status(), finding.line());
    assertTrue(finding.line().contains(told), finding.line());
  }

  @Test
  void aSoundTableIsToldByItsRanges() {
    expect("defocus", Status.OK, "15000 to 16900 Å, median 16000");
    expect("defocus angle", Status.OK, "-90 to 81 degrees");
    expect("voltage", Status.OK, "300 kV");
    expect("spherical aberration", Status.OK, "2.7 mm");
    expect("amplitude contrast", Status.OK, "0.1");
    expect("phase shift", Status.OK, "0 degrees");
  }

  @ParameterizedTest
  @CsvSource({
    "1.5e-6, FAIL, looks like metres. Multiply it by 1e10",
    "1.5, FAIL, 'looks like micrometres. Multiply it by 10,000'",
    "49, FAIL, looks like micrometres",
    "51, WARN, is unusual",
    "2400, WARN, is unusual",
    "2600, OK, 2600 Å",
    "100000, OK, 100000 Å",
    "100100, WARN, is unusual",
    "0, WARN, is 0 for most particles",
    "-15000, WARN, below 0 means over focus"
  })
  void defocusIsInAngstroms(float value, Status status, String told) {
    putAll(CtfTable.DEFOCUS_U, value);
    putAll(CtfTable.DEFOCUS_V, value);
    expect("defocus", status, told);
  }

  /** A phase plate is used near to focus. */
  @ParameterizedTest
  @CsvSource({"600, OK", "400, WARN"})
  void withAPhasePlateDefocusMayBeSmall(float value, Status status) {
    putAll(CtfTable.DEFOCUS_U, value);
    putAll(CtfTable.DEFOCUS_V, value);
    putAll(CtfTable.PHASE_SHIFT, 90);
    expect("defocus", status, "");
  }

  @Test
  void singleParticlesOutsideAreCountedAndTheFirstIsNamed() {
    put(7, CtfTable.DEFOCUS_V, 400);
    put(9, CtfTable.DEFOCUS_V, 300);
    expect(
        "defocus",
        Status.WARN,
        "outside 500 to 100000 Å: 2 of 20 rows, the first is row 7, counted from 0, with 400");
    put(3, CtfTable.VOLTAGE, 10);
    expect(
        "voltage",
        Status.FAIL,
        "outside 20 to 1500 kV: 1 of 20 rows, the first is row 3, counted from 0, with 10");
    put(3, CtfTable.DEFOCUS_U, Float.NaN);
    expect("defocus", Status.FAIL, "is no number");
  }

  /** The remedy names the voltage that most is: volts in one row, kV in the others. */
  @Test
  void voltsInSomeRowsAreVolts() {
    put(4, CtfTable.VOLTAGE, 200_000);
    expect("voltage", Status.FAIL, "300 to 200000 kV, median 300 cannot be: it looks like volts");
    expect("voltage", Status.FAIL, "--kv 200.");
  }

  /** U and V differ by half of their mean. */
  @ParameterizedTest
  @CsvSource({"9100, OK", "8900, WARN"})
  void strongAstigmatismIsTold(float v, Status status) {
    put(0, CtfTable.DEFOCUS_V, v);
    expect("defocus", status, status == Status.WARN ? "more than half apart in 1 of 20 rows" : "");
  }

  /** As many rows as can be within pi by chance, and angles that are all about the same, may. */
  @ParameterizedTest
  @CsvSource({"0.3, 20, WARN", "0.3, 19, OK", "0.04, 20, OK", "0.34, 20, OK"})
  void anglesWithinPiAreRadians(float step, int rows, Status status) {
    for (int row = 0; row < ROWS; row++) {
      put(row, CtfTable.DEFOCUS_ANGLE, (row - 10) * step);
    }
    CtfTable table = new CtfTable(Arrays.copyOf(values, rows * CtfTable.COLUMNS));
    Finding finding = new MicroscopeChecks(table).all().get(1);
    assertEquals(status, finding.status(), finding.line());
    assertEquals(status == Status.WARN, finding.line().contains("radians"), finding.line());
  }

  @ParameterizedTest
  @CsvSource({
    "voltage, 5, 300000, FAIL, looks like volts",
    "voltage, 5, 300000, FAIL, --kv 300.",
    "voltage, 5, 1500, WARN, is unusual",
    "voltage, 5, 410, WARN, is unusual",
    "voltage, 5, 400, OK, 400 kV",
    "voltage, 5, 60, OK, 60 kV",
    "voltage, 5, 59, WARN, is unusual",
    "voltage, 5, 19, FAIL, 19 kV cannot be",
    "spherical aberration, 6, 10, OK, 10 mm",
    "spherical aberration, 6, 11, WARN, is unusual",
    "spherical aberration, 6, -1, WARN, is unusual",
    "spherical aberration, 6, 101, FAIL, 101 mm cannot be",
    "amplitude contrast, 7, 0.5, OK, 0.5",
    "amplitude contrast, 7, 0.51, WARN, is unusual",
    "amplitude contrast, 7, 0.004, WARN, unusual",
    "amplitude contrast, 7, 7, FAIL, 7 cannot be",
    "phase shift, 8, 1.5, WARN, looks like radians",
    "phase shift, 8, 0.2, WARN, looks like radians",
    "phase shift, 8, 90, OK, 90 degrees",
    "phase shift, 8, 720, OK, 720 degrees",
    "phase shift, 8, 721, WARN, is no angle in degrees",
    "defocus angle, 4, -721, WARN, is no angle in degrees"
  })
  void eachParameterHasItsRange(String title, int column, float value, Status status, String told) {
    putAll(column, value);
    expect(title, status, told);
  }
}
