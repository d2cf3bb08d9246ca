package org.cryodrgn.io.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One field of a NumPy record, or the element of a plain array.
 *
 * @param name the field's name; empty for a plain array and for padding
 * @param order the byte order: {@code <}, {@code >} or {@code |}
 * @param kind NumPy's kind: b, i, u, f for numbers, S, a, U for text, O for text that lies
 *     elsewhere (a CSDAT file's); others are kept as bytes
 * @param size the bytes of one element
 * @param shape the sub-array's shape; empty for one element
 * @param suffix what follows the size in NumPy's type string, such as {@code [ns]}
 */
public record NpyField(String name, char order, char kind, int size, int[] shape, String suffix) {

  private static final Pattern OBJECT = Pattern.compile("\\|?O\\d?");
  private static final Pattern TYPE = Pattern.compile("[<>|=]?[a-zA-Z]\\d{1,9}(\\[.*\\])?");

  /**
   * A field of NumPy's type string, such as {@code <f4}.
   *
   * @throws IllegalArgumentException if the type is none that is known, or means Python objects
   */
  public static NpyField of(String name, String type, int[] shape) {
    if (OBJECT.matcher(type).matches()) {
      throw new IllegalArgumentException("Python objects in field '" + name + "'");
    }
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("type " + type);
    }
    int at = Character.isLetter(type.charAt(0)) ? 0 : 1;
    char order = at == 0 || type.charAt(0) == '=' ? '<' : type.charAt(0);
    char kind = type.charAt(at);
    int bracket = type.indexOf('[') < 0 ? type.length() : type.indexOf('[');
    int size = Integer.parseInt(type.substring(at + 1, bracket));
    if (kind == 'U') {
      size = Math.multiplyExact(size, 4);
    }
    boolean known =
        switch (kind) {
          case 'b' -> size == 1;
          case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
          case 'f' -> size == 2 || size == 4 || size == 8;
          default -> true;
        };
    if (!known) {
      throw new IllegalArgumentException("type " + type + " of field '" + name + "'");
    }
    NpyField field = new NpyField(name, order, kind, size, shape, type.substring(bracket));
    field.bytes();
    return field;
  }

  /** The number of elements in a row. */
  public int count() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The bytes of a row. */
  public int bytes() {
    return Math.multiplyExact(count(), size);
  }

  /** Whether the elements are numbers or booleans. */
  public boolean isNumber() {
    return "biuf".indexOf(kind) >= 0;
  }

  /** Whether the elements are text. */
  public boolean isText() {
    return "SaUO".indexOf(kind) >= 0;
  }

  /** NumPy's type string, such as {@code <f4} or {@code |S14}. */
  public String type() {
    return "" + order + kind + (kind == 'O' ? "" : kind == 'U' ? size / 4 : size) + suffix;
  }

  /** The elements of a number field, decoded from its bytes and converted to float64. */
  public void numbers(byte[] bytes, double[] target, int offset) {
    ByteBuffer buffer = buffer(bytes);
    for (int i = 0; i < count(); i++) {
      target[offset + i] = Elements.number(buffer, kind, size, i * size);
    }
  }

  /** The first element of an integer field, decoded from its bytes; uint64 keeps its 64 bits. */
  public long integer(byte[] bytes) {
    return Elements.integer(buffer(bytes), kind, size, 0);
  }

  /** The first element of a text field, decoded from its bytes, without the zeros that fill it. */
  public String text(byte[] bytes) {
    if (kind == 'U') {
      StringBuilder text = new StringBuilder();
      ByteBuffer codes = buffer(bytes).limit(size);
      while (codes.hasRemaining()) {
        int code = codes.getInt();
        text.appendCodePoint(Character.isValidCodePoint(code) ? code : 0xFFFD);
      }
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == 0) {
        end--;
      }
      return text.substring(0, end);
    }
    int end = size;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /**
   * Encodes the elements of a number field, rounded to its type.
   *
   * @throws IllegalArgumentException for float16
   */
  public void encode(double[] values, byte[] target, int offset) {
    ByteBuffer buffer = buffer(target);
    for (int i = 0; i < values.length; i++) {
      int at = offset + i * size;
      if (kind == 'f') {
        switch (size) {
          case 4 -> buffer.putFloat(at, (float) values[i]);
          case 8 -> buffer.putDouble(at, values[i]);
          default -> throw new IllegalArgumentException("float16 is read only");
        }
        continue;
      }
      long value = Math.round(values[i]);
      switch (size) {
        case 1 -> buffer.put(at, (byte) value);
        case 2 -> buffer.putShort(at, (short) value);
        case 4 -> buffer.putInt(at, (int) value);
        default -> buffer.putLong(at, value);
      }
    }
  }

  private ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes)
        .order(order == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** The field as the head of a .npy file tells it. */
  String descr() {
    String start = "(" + quote(name) + ", '" + type() + "'";
    return shape.length == 0 ? start + ")" : start + ", " + tuple(shape) + ")";
  }

  static String tuple(int[] shape) {
    return shape.length == 1
        ? "(" + shape[0] + ",)"
        : Arrays.stream(shape)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
