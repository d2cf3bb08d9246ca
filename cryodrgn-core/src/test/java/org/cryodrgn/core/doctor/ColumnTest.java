package org.cryodrgn.core.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cryodrgn.io.ctf.CtfTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {

  /** The median of a large table is that of rows from its whole length. */
  @Test
  void rangeAndMedianAreOfAllRows() {
    float[] values = new float[30_000 * CtfTable.COLUMNS];
    for (int row = 0; row < 30_000; row++) {
      values[row * CtfTable.COLUMNS + CtfTable.VOLTAGE] = row < 11_000 ? 200 : 300;
    }
    values[29_999 * CtfTable.COLUMNS + CtfTable.VOLTAGE] = 1000;
    Column voltage = Column.all(new CtfTable(values))[CtfTable.VOLTAGE];
    assertEquals("200 to 1000 kV, median 300", voltage.range(" kV"));
    assertEquals(1, voltage.outside(200, 300));
    assertEquals(
        "1 of 30000 rows, the first is row 29999, counted from 0, with 1000",
        voltage.describeOutside(200, 300));
  }

  @ParameterizedTest
  @CsvSource({
    "10000, 10000",
    "123456.4, 123456",
    "9999, 9999",
    "9999.4, 9999",
    "9999.7, 10000",
    "-9999.5, -10000",
    "2.7, 2.7",
    "300, 300",
    "0.1, 0.1",
    "0, 0",
    "12.345, 12.35",
    "-15000, -15000",
    "1.5e-6, 1.5e-06",
    "1e9, 1e+09"
  })
  void numbersHaveFourDigitsAndNoExponentIfTheyCan(double value, String text) {
    assertEquals(text, Column.number(value));
  }
}
