package org.cryodrgn.io.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionTest {

  private static final String[] TYPES = "b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8".split(" ");

  /**
   * Rows as NumPy 1.26.4's {@code promote_types} gives them; -- where it makes of a mask or of
   * integers what is none any more.
   */
  @ParameterizedTest
  @CsvSource({
    "b1, b1 -- -- -- -- -- -- -- -- -- -- --",
    "i1, -- i1 i2 i2 i4 i4 i8 i8 -- f2 f4 f8",
    "u1, -- i2 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8",
    "i2, -- i2 i2 i2 i4 i4 i8 i8 -- f4 f4 f8",
    "u2, -- i4 u2 i4 u2 i4 u4 i8 u8 f4 f4 f8",
    "i4, -- i4 i4 i4 i4 i4 i8 i8 -- f8 f8 f8",
    "u4, -- i8 u4 i8 u4 i8 u4 i8 u8 f8 f8 f8",
    "i8, -- i8 i8 i8 i8 i8 i8 i8 -- f8 f8 f8",
    "u8, -- -- u8 -- u8 -- u8 -- u8 f8 f8 f8",
    "f2, -- f2 f2 f4 f4 f8 f8 f8 f8 f2 f4 f8",
    "f4, -- f4 f4 f4 f4 f8 f8 f8 f8 f4 f4 f8",
    "f8, -- f8 f8 f8 f8 f8 f8 f8 f8 f8 f8 f8"
  })
  void equalsNumpy(String one, String row) {
    String[] expected = row.split(" ");
    for (int i = 0; i < TYPES.length; i++) {
      String promoted = Promotion.of(one, TYPES[i]).orElse("--");
      assertEquals(expected[i], promoted, one + " and " + TYPES[i]);
    }
  }

  @Test
  void valuesStayTheSame() {
    NumpyArray bytes = new NumpyArray("u1", new int[] {3}, new byte[] {0, 1, (byte) 255});
    for (String type : new String[] {"u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"}) {
      NumpyArray promoted = bytes.as(type);
      assertEquals(type, promoted.dtype());
      assertArrayEquals(new double[] {0, 1, 255}, promoted.toDoubles(), 0, type);
    }
    float[] reals = {-0.1f, Float.NaN, Float.NEGATIVE_INFINITY};
    assertArrayEquals(
        new double[] {-0.1f, Float.NaN, Float.NEGATIVE_INFINITY},
        NumpyArray.of(reals, 3).as("f8").toDoubles(),
        0);
    assertArrayEquals(new long[] {-3, 7}, NumpyArray.of(new int[] {-3, 7}, 2).as("i8").toLongs());
  }

  /** Expected: {@code np.array([2**64 - 1, 2**63 + 1025], "u8").astype("f8")}. */
  @Test
  void unsignedIntegersBeyondJavasAreRoundedAsByNumpy() {
    NumpyArray signed = NumpyArray.of(new long[] {-1, Long.MIN_VALUE + 1025}, 2);
    NumpyArray large = new NumpyArray("u8", new int[] {2}, signed.bytes());
    assertArrayEquals(new double[] {0x1p64, 0x1p63 + 2048}, large.as("f8").toDoubles(), 0);
    assertArrayEquals(new float[] {0x1p64f, 0x1p63f}, large.toFloats(), 0);
  }
}
