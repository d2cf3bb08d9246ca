package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTextTest {

  /** The texts are what Python's repr gives. */
  @Test
  void isWhatPythonWrites() {
    String[] texts = {
      "0.0",
      "-0.0",
      "1.0",
      "-3.5",
      "0.1",
      "7.110000133514404",
      "0.10000000149011612",
      "100000.0",
      "1234567890123456.0",
      "1e+16",
      "1.2345e+17",
      "0.0001",
      "1e-05",
      "-2.5e-07",
      "5e-324",
      "1.7976931348623157e+308",
      "2e-03",
      "9007199254740993.0",
      "nan",
      "inf",
      "-inf",
      "9318.9345703125",
      "-107.21888518627907",
      "2.2250738585072014e-308",
      "2e+23"
    };
    String[] expected = texts.clone();
    expected[16] = "0.002";
    expected[17] = "9007199254740992.0";
    for (int i = 0; i < texts.length; i++) {
      String java = texts[i].replace("nan", "NaN").replace("inf", "Infinity");
      assertEquals(expected[i], DecimalText.shortest(Double.parseDouble(java)));
    }
  }

  /** With a digit fewer even the nearest decimal reads back as another number. */
  @Test
  void noShorterDecimalReadsBack() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value)) {
        continue;
      }
      String text = DecimalText.shortest(value);
      assertEquals(value, Double.parseDouble(text), text);
      int digits = new BigDecimal(text).stripTrailingZeros().precision();
      if (digits > 1) {
        BigDecimal shorter = new BigDecimal(value).round(new MathContext(digits - 1));
        assertNotEquals(value, shorter.doubleValue(), text);
      }
    }
  }
}
