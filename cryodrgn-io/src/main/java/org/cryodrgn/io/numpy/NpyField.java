package org.cryodrgn.io.numpy;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One field of a NumPy record, or the element of a plain array.
 *
 * @param name the field's name; empty for a plain array and for padding
 * @param order the byte order: {@code <}, {@code >} or {@code |}
 * @param kind NumPy's kind: b, i, u, f for numbers, S, a, U for text; others are kept as bytes
 * @param size the bytes of one element
 * @param shape the sub-array's shape; empty for one element
 * @param suffix what follows the size in NumPy's type string, such as {@code [ns]}
 */
public record NpyField(String name, char order, char kind, int size, int[] shape, String suffix) {

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
    return "SaU".indexOf(kind) >= 0;
  }

  /** NumPy's type string, such as {@code <f4} or {@code |S14}. */
  public String type() {
    return "" + order + kind + (kind == 'U' ? size / 4 : size) + suffix;
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
