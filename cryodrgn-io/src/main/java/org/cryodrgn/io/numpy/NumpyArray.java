package org.cryodrgn.io.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An n-dimensional array as NumPy keeps it: element type, shape, and the elements in C order (last
 * axis fastest), little endian.
 *
 * @param dtype NumPy's type string without the byte order: b1, i1, u1, i2, u2, i4, u4, i8, u8, f2,
 *     f4, f8; or U5 for text of at most 5 characters, UTF-32 filled up with zeros
 * @param shape the length of each axis; empty for a scalar
 * @param bytes the elements, little endian, C order
 */
public record NumpyArray(String dtype, int[] shape, byte[] bytes) {

  /** Checks that the bytes hold exactly the elements of the shape. */
  public NumpyArray {
    long expected = (long) itemSize(dtype) * count(shape);
    if (expected != bytes.length) {
      throw new IllegalArgumentException(
          "array of " + dtype + " " + Arrays.toString(shape) + " needs " + expected + " bytes");
    }
  }

  /** A float32 array of a shape, copied. */
  public static NumpyArray of(float[] values, int... shape) {
    ByteBuffer buffer = allocate(values.length, 4);
    buffer.asFloatBuffer().put(values);
    return new NumpyArray("f4", shape, buffer.array());
  }

  /** A float64 array of a shape, copied. */
  public static NumpyArray of(double[] values, int... shape) {
    ByteBuffer buffer = allocate(values.length, 8);
    buffer.asDoubleBuffer().put(values);
    return new NumpyArray("f8", shape, buffer.array());
  }

  /** An int64 array of a shape, copied. */
  public static NumpyArray of(long[] values, int... shape) {
    ByteBuffer buffer = allocate(values.length, 8);
    buffer.asLongBuffer().put(values);
    return new NumpyArray("i8", shape, buffer.array());
  }

  /** An int32 array of a shape, copied. */
  public static NumpyArray of(int[] values, int... shape) {
    ByteBuffer buffer = allocate(values.length, 4);
    buffer.asIntBuffer().put(values);
    return new NumpyArray("i4", shape, buffer.array());
  }

  /** A row of text. */
  public static NumpyArray of(List<String> texts) {
    int longest = 1;
    for (String text : texts) {
      longest = Math.max(longest, text.codePointCount(0, text.length()));
    }
    ByteBuffer buffer = allocate(texts.size(), 4 * longest);
    for (int i = 0; i < texts.size(); i++) {
      buffer.position(4 * longest * i);
      texts.get(i).codePoints().forEach(buffer::putInt);
    }
    return new NumpyArray("U" + longest, new int[] {texts.size()}, buffer.array());
  }

  /** The number of elements. */
  public int size() {
    return count(shape);
  }

  /** Whether the elements are integers or booleans. */
  public boolean isInteger() {
    return dtype.charAt(0) != 'f';
  }

  /** The elements as float64, converted from any type. */
  public double[] toDoubles() {
    double[] values = new double[size()];
    ByteBuffer buffer = buffer();
    if (dtype.equals("f8")) {
      buffer.asDoubleBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = number(buffer, i);
    }
    return values;
  }

  /** The elements as float32, converted from any type. */
  public float[] toFloats() {
    float[] values = new float[size()];
    ByteBuffer buffer = buffer();
    if (dtype.equals("f4")) {
      buffer.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number(buffer, i);
    }
    return values;
  }

  /**
   * The elements as int64.
   *
   * @throws IllegalStateException if the elements are not integers
   */
  public long[] toLongs() {
    if (!isInteger()) {
      throw new IllegalStateException("array of " + dtype + " does not hold integers");
    }
    long[] values = new long[size()];
    ByteBuffer buffer = buffer();
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(buffer, i);
    }
    return values;
  }

  /** The elements as int64 if all are whole numbers, of whatever type. */
  public Optional<long[]> whole() {
    if (isInteger()) {
      return Optional.of(toLongs());
    }
    double[] numbers = toDoubles();
    boolean whole = Arrays.stream(numbers).allMatch(value -> value == (long) value);
    return whole
        ? Optional.of(Arrays.stream(numbers).mapToLong(value -> (long) value).toArray())
        : Optional.empty();
  }

  /**
   * The same values as elements of a type that holds them, see {@link Promotion}.
   *
   * @param type the array's own, or one that it is promoted to
   */
  public NumpyArray as(String type) {
    if (type.equals(dtype)) {
      return this;
    }
    ByteBuffer target = allocate(size(), itemSize(type));
    if (type.startsWith("U")) {
      int bytes = itemSize(dtype);
      for (int i = 0; i < size(); i++) {
        target.position(itemSize(type) * i).put(this.bytes, bytes * i, bytes);
      }
      return new NumpyArray(type, shape, target.array());
    }
    ByteBuffer source = buffer();
    for (int i = 0; i < size(); i++) {
      switch (type) {
        case "f2" -> target.putShort(HalfFloat.fromFloat((float) number(source, i)));
        case "f4" -> target.putFloat((float) number(source, i));
        case "f8" -> target.putDouble(number(source, i));
        case "i2", "u2" -> target.putShort((short) integer(source, i));
        case "i4", "u4" -> target.putInt((int) integer(source, i));
        case "i8", "u8" -> target.putLong(integer(source, i));
        default -> throw new IllegalArgumentException(dtype + " is not promoted to " + type);
      }
    }
    return new NumpyArray(type, shape, target.array());
  }

  /** The bytes of one element. */
  public static int itemSize(String dtype) {
    return switch (dtype) {
      case "b1", "i1", "u1" -> 1;
      case "i2", "u2", "f2" -> 2;
      case "i4", "u4", "f4" -> 4;
      case "i8", "u8", "f8" -> 8;
      default -> {
        if (!dtype.matches("U[1-9]\\d{0,4}")) {
          throw new IllegalArgumentException("not a type of numbers or text: " + dtype);
        }
        yield 4 * Integer.parseInt(dtype.substring(1));
      }
    };
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private double number(ByteBuffer buffer, int i) {
    int size = itemSize(dtype);
    return Elements.number(buffer, dtype.charAt(0), size, i * size);
  }

  private long integer(ByteBuffer buffer, int i) {
    int size = itemSize(dtype);
    return Elements.integer(buffer, dtype.charAt(0), size, i * size);
  }

  private static int count(int[] shape) {
    long n = 1;
    for (int length : shape) {
      n = Math.multiplyExact(n, length);
    }
    return Math.toIntExact(n);
  }

  private static ByteBuffer allocate(int count, int itemSize) {
    return ByteBuffer.allocate(Math.multiplyExact(count, itemSize)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
