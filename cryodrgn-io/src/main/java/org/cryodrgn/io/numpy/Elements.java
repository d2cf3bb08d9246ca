package org.cryodrgn.io.numpy;

import java.nio.ByteBuffer;

/** How the elements of NumPy's arrays lie in bytes. */
public final class Elements {

  private Elements() {}

  /**
   * A number, converted to float64.
   *
   * @param bytes in the byte order of the element
   * @param kind NumPy's kind: b, i, u or f
   * @param size the bytes of an element
   * @param at where it begins
   */
  static double number(ByteBuffer bytes, char kind, int size, int at) {
    if (kind != 'f') {
      long value = integer(bytes, kind, size, at);
      // Java has no unsigned type: half of it, whose last bit still tells how to round, twice.
      return kind == 'u' && value < 0 ? 2.0 * (value >>> 1 | value & 1) : value;
    }
    return switch (size) {
      case 2 -> HalfFloat.toFloat(bytes.getShort(at));
      case 4 -> bytes.getFloat(at);
      default -> bytes.getDouble(at);
    };
  }

  /** An integer or boolean, as {@link #number}; uint64 keeps its 64 bits. */
  static long integer(ByteBuffer bytes, char kind, int size, int at) {
    boolean signed = kind == 'i';
    return switch (size) {
      case 1 -> signed ? bytes.get(at) : bytes.get(at) & 0xFF;
      case 2 -> signed ? bytes.getShort(at) : bytes.getShort(at) & 0xFFFF;
      case 4 -> signed ? bytes.getInt(at) : bytes.getInt(at) & 0xFFFFFFFFL;
      default -> bytes.getLong(at);
    };
  }

  /** Turns the bytes of each element around, in place: from one byte order to the other. */
  public static void reverse(byte[] bytes, int size) {
    for (int start = 0; start < bytes.length; start += size) {
      for (int low = start, high = start + size - 1; low < high; low++, high--) {
        byte swapped = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = swapped;
      }
    }
  }

  /**
   * The elements in C order (last axis fastest).
   *
   * @param columnMajor in Fortran order (first axis fastest)
   * @param shape the length of each axis
   * @param size the bytes of an element
   */
  public static byte[] toRowMajor(byte[] columnMajor, int[] shape, int size) {
    byte[] rowMajor = new byte[columnMajor.length];
    int[] strides = new int[shape.length];
    int stride = size;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    StridedPlaces places = new StridedPlaces(0, shape, strides);
    for (int target = 0; target < rowMajor.length; target += size) {
      System.arraycopy(columnMajor, places.next(), rowMajor, target, size);
    }
    return rowMajor;
  }
}
