package org.cryodrgn.io.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HalfFloatTest {

  private static final int INFINITY = 0x7C00;

  /** The definition: a fraction of 11 bits times a power of two, of 10 below the least power. */
  private static double value(int bits) {
    int exponent = bits >> 10;
    int fraction = bits & 0x3FF;
    return exponent == 0
        ? fraction * Math.pow(2, -24)
        : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
  }

  @Test
  void everyNumberHasItsValueAndComesBack() {
    for (int bits = 0; bits < INFINITY; bits++) {
      assertEquals(value(bits), HalfFloat.toFloat((short) bits));
      assertEquals(-value(bits), HalfFloat.toFloat((short) (bits | 0x8000)));
      assertEquals((short) bits, HalfFloat.fromFloat((float) value(bits)));
      assertEquals((short) (bits | 0x8000), HalfFloat.fromFloat((float) -value(bits)));
    }
  }

  /** What lies in the middle of two numbers goes to the even one, infinity's neighbour as well. */
  @Test
  void valuesBetweenAreRoundedToTheNearest() {
    for (int bits = 0; bits < INFINITY; bits++) {
      float middle = (float) ((value(bits) + value(bits + 1)) / 2);
      assertEquals(bits + (bits & 1), HalfFloat.fromFloat(middle));
      assertEquals(bits, HalfFloat.fromFloat(Math.nextDown(middle)));
      assertEquals(bits + 1, HalfFloat.fromFloat(Math.nextUp(middle)));
    }
  }

  @Test
  void whatIsNoFiniteNumberStaysWhatItIs() {
    assertEquals(INFINITY, HalfFloat.fromFloat(Float.POSITIVE_INFINITY));
    assertEquals((short) 0xFC00, HalfFloat.fromFloat(-1e30f));
    assertEquals(Float.NEGATIVE_INFINITY, HalfFloat.toFloat((short) 0xFC00));
    assertTrue(Float.isNaN(HalfFloat.toFloat(HalfFloat.fromFloat(Float.NaN))));
  }
}
