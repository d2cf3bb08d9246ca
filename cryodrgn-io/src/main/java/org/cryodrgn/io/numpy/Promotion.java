package org.cryodrgn.io.numpy;

import java.util.Optional;

/**
 * The element type that holds the values of two others, by NumPy's table ({@code
 * numpy.promote_types}; NumPy reference, "Data type promotion in NumPy"):
 *
 * <ul>
 *   <li>of two floats, or two integers with or two without a sign: the larger;
 *   <li>of integers with and without a sign: one with a sign, larger than the one without;
 *   <li>of an integer and a float: a float with all of the integer's digits (f2 for 8 bits, f4 for
 *       16, f8 for 32 and for 64, which it rounds beyond 2^53);
 *   <li>of two texts: the longer.
 * </ul>
 *
 * <p>Three steps of NumPy's are left out, for what they make no longer counts or selects particles:
 * booleans with numbers, where a mask would become indices of 0 and 1, u8 with a signed integer,
 * which would become f8, and text with numbers.
 */
public final class Promotion {

  private Promotion() {}

  /**
   * The type for both.
   *
   * @param one as {@link NumpyArray#dtype}
   * @param other as {@link NumpyArray#dtype}
   * @return empty if there is none that makes sense
   */
  public static Optional<String> of(String one, String other) {
    if (one.equals(other)) {
      return Optional.of(one);
    }
    char kind = one.charAt(0);
    char otherKind = other.charAt(0);
    if (kind == 'b' || otherKind == 'b') {
      return Optional.empty();
    }
    if (kind == 'U' || otherKind == 'U') {
      boolean longer = NumpyArray.itemSize(one) > NumpyArray.itemSize(other);
      return kind == otherKind ? Optional.of(longer ? one : other) : Optional.empty();
    }
    int size = NumpyArray.itemSize(one);
    int otherSize = NumpyArray.itemSize(other);
    if (kind == otherKind) {
      return Optional.of(kind + "" + Math.max(size, otherSize));
    }
    if (kind == 'f' || otherKind == 'f') {
      int exact = Math.min(8, 2 * (kind == 'f' ? otherSize : size));
      return Optional.of("f" + Math.max(exact, kind == 'f' ? size : otherSize));
    }
    int signed =
        Math.max(kind == 'i' ? size : 2 * size, otherKind == 'i' ? otherSize : 2 * otherSize);
    return signed > 8 ? Optional.empty() : Optional.of("i" + signed);
  }
}
