package org.cryodrgn.core.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LibmTrigonometryTest {

  /**
   * Angles of each range that the method knows, at which glibc 2.36's value (Python's math.sin) is
   * not the nearest one.
   */
  private static final double[][] SINES = {
    {0.208056, 0.20655821504638383},
    {0.213564, 0.21194427070946525},
    {-1.741381, -0.9854856820714183},
    {1.206348, 0.9343205383688657},
    {-2.668966, -0.45522656143062323},
    {2.853071, 0.28453529675197675},
    {-69.328923, -0.21225759688753715},
    {182.036905, -0.1745698647924152},
  };

  /** The same for math.cos. */
  private static final double[][] COSINES = {
    {-0.735951, 0.7411926896572312},
    {-0.229103, 0.9738704991062168},
    {-1.114832, 0.4403283265161474},
    {1.435306, 0.13507616028254243},
    {3.49602, -0.9378453839366971},
    {4.559496, -0.15229799846844622},
    {247.0745, -0.4434791358353184},
    {-261.946454, -0.36769817086400125},
  };

  @Test
  void valuesAreThoseOfTheLibrary() {
    for (double[] pair : SINES) {
      assertEquals(pair[1], LibmTrigonometry.sin(pair[0]), "sin " + pair[0]);
    }
    for (double[] pair : COSINES) {
      assertEquals(pair[1], LibmTrigonometry.cos(pair[0]), "cos " + pair[0]);
    }
  }

  /** Every hundredth of a degree, two turns either way, beside fdlibm. */
  @Test
  void valuesAreRightToTheLastPlace() {
    for (int i = -72_000; i <= 72_000; i++) {
      double x = i * 0.01 * Math.PI / 180;
      double sin = StrictMath.sin(x);
      double cos = StrictMath.cos(x);
      assertEquals(sin, LibmTrigonometry.sin(x), Math.ulp(sin), "sin " + x);
      assertEquals(cos, LibmTrigonometry.cos(x), Math.ulp(cos), "cos " + x);
    }
  }

  /** What a damaged file may hold. */
  @Test
  void hugeAnglesHaveSinesToo() {
    for (double x : new double[] {1e8, -1.0e8, 1.1e8, 1e20, -1e300}) {
      assertEquals(StrictMath.sin(x), LibmTrigonometry.sin(x), 1e-15, "sin " + x);
      assertEquals(StrictMath.cos(x), LibmTrigonometry.cos(x), 1e-15, "cos " + x);
    }
    assertTrue(Double.isNaN(LibmTrigonometry.sin(Double.POSITIVE_INFINITY)));
  }

  @Test
  void smallAnglesAreTheirOwnSines() {
    assertEquals(-0.0, LibmTrigonometry.sin(-0.0));
    assertEquals(1e-9, LibmTrigonometry.sin(1e-9));
    assertEquals(1, LibmTrigonometry.cos(1e-9));
  }
}
