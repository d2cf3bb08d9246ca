package org.cryodrgn.io.pickle;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.cryodrgn.io.numpy.Elements;
import org.cryodrgn.io.numpy.NumpyArray;

/** How NumPy 1 and 2 pickle arrays, scalars and element types. */
final class NumpyPickles {

  /** NumPy's codes whose elements are numbers. */
  private static final Set<String> NUMBERS =
      Set.of("b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8");

  /** NumPy 2's own limit. */
  private static final int MAX_AXES = 64;

  private static final Map<String, String> REFUSED =
      Map.of(
          "O", "Python objects",
          "V", "structured records",
          "S", "text",
          "c", "complex numbers",
          "M", "dates",
          "m", "time spans");

  private static final String CONVERT =
      "Arrays of bool, int8 to int64, uint8 to uint64 and float16 to float64 are read:"
          + " convert it with astype";

  /** An element type; its byte order comes with the state. */
  static final class PendingType {
    private final String code;
    private boolean bigEndian;

    PendingType(String code) {
      this.code = code;
    }

    /** Whether the elements are text of a fixed number of UTF-32 characters. */
    boolean isText() {
      return code.startsWith("U");
    }

    /** Whether the elements are any objects of Python's. */
    boolean isObject() {
      return code.startsWith("O");
    }

    void build(Object state) {
      if (!(state instanceof Object[] fields && fields.length >= 5)) {
        throw new Malformed("the dtype " + code + " has no state of five fields or more");
      }
      bigEndian = ">".equals(fields[1]);
    }
  }

  /** An array between its making and its filling. */
  static final class PendingArray {
    private Object content;

    /** A {@link NumpyArray}, or a list of text or of what an array of objects holds. */
    Object content() {
      if (content == null) {
        throw new Malformed("an array has no content");
      }
      return content;
    }
  }

  /** Takes the bytes of each copy that is made, and refuses when they are too many. */
  private final LongConsumer budget;

  NumpyPickles(LongConsumer budget) {
    this.budget = budget;
  }

  /** NumPy's functions that make arrays; {@code _core} is NumPy 2's name of {@code core}. */
  Optional<Callables.Callable> find(String name) {
    return Optional.ofNullable(
        switch (name.replace("numpy._core.", "numpy.core.")) {
          case "numpy.core.multiarray._reconstruct" -> arguments -> new PendingArray();
          case "numpy.core.multiarray.scalar" -> this::scalar;
          case "numpy.core.numeric._frombuffer" -> this::fromBuffer;
          case "numpy.dtype" -> NumpyPickles::type;
          case "numpy.ndarray" ->
              arguments -> {
                throw new Malformed("numpy.ndarray is called directly");
              };
          default -> null;
        });
  }

  /** Fills an array from its state: version, shape, type, whether Fortran order, bytes. */
  void build(PendingArray target, Object state) {
    if (!(state instanceof Object[] fields
        && fields.length == 5
        && fields[1] instanceof Object[] shape
        && fields[2] instanceof PendingType type
        && fields[3] instanceof Boolean fortran)) {
      throw new Malformed("an array's state is not (version, shape, dtype, order, bytes)");
    }
    target.content = content(type, shape, fortran, fields[4]);
  }

  private static Object type(Object[] arguments) {
    if (arguments.length == 0 || !(arguments[0] instanceof String code)) {
      throw new Malformed("numpy.dtype without a type code");
    }
    boolean others = code.matches("U[1-9]\\d{0,4}|O[48]");
    if (!others && !NUMBERS.contains(code)) {
      String kind = code.isEmpty() ? "" : REFUSED.getOrDefault(code.substring(0, 1), "");
      throw new Malformed(
          "an array of dtype " + code + (kind.isEmpty() ? "" : " (" + kind + ")"), CONVERT);
    }
    return new PendingType(code);
  }

  private Object scalar(Object[] arguments) {
    if (arguments.length != 2 || !(arguments[0] instanceof PendingType type)) {
      throw new Malformed("a NumPy scalar is not (dtype, bytes)");
    }
    if (type.isText() || type.isObject()) {
      throw new Malformed("a NumPy scalar of text or of an object");
    }
    NumpyArray value = array(type, new Object[0], false, arguments[1]);
    if (type.code.equals("b1")) {
      return value.toLongs()[0] != 0;
    }
    return value.isInteger() ? (Object) value.toLongs()[0] : (Object) value.toDoubles()[0];
  }

  private Object fromBuffer(Object[] arguments) {
    if (!(arguments.length == 4
        && arguments[1] instanceof PendingType type
        && arguments[2] instanceof Object[] shape)) {
      throw new Malformed("an array's buffer is not (bytes, dtype, shape, order)");
    }
    PendingArray pending = new PendingArray();
    pending.content = content(type, shape, "F".equals(arguments[3]), arguments[0]);
    return pending;
  }

  private Object content(PendingType type, Object[] shape, boolean fortran, Object data) {
    if (type.isObject()) {
      return objects(shape, data);
    }
    return type.isText() ? text(type, shape, data) : array(type, shape, fortran, data);
  }

  /** The elements of a row of objects, as pandas keeps text; none but text and numbers. */
  private List<Object> objects(Object[] shape, Object data) {
    boolean plain =
        shape.length == 1
            && data instanceof List<?> items
            && shape[0].equals((long) items.size())
            && items.stream().allMatch(item -> item instanceof String || item instanceof Number);
    if (!plain) {
      throw new Malformed("an array of dtype object that is no row of text and numbers", CONVERT);
    }
    List<?> items = (List<?>) data;
    budget.accept(8L * items.size());
    return new ArrayList<>(items);
  }

  /** The elements of a row of text; equal ones are one string, as those of labels are few. */
  private List<String> text(PendingType type, Object[] shape, Object data) {
    byte[] bytes = bytes(data);
    int itemSize = 4 * Integer.parseInt(type.code.substring(1));
    if (!(shape.length == 1
        && shape[0] instanceof Long length
        && length >= 0
        && length == bytes.length / itemSize
        && bytes.length % itemSize == 0)) {
      throw new Malformed(
          "an array of "
              + type.code
              + " with "
              + shape.length
              + " axes and "
              + bytes.length
              + " bytes");
    }
    budget.accept(bytes.length + 8 * length);
    Charset utf32 = Charset.forName(type.bigEndian ? "UTF-32BE" : "UTF-32LE");
    Map<String, String> seen = new HashMap<>();
    List<String> items = new ArrayList<>(length.intValue());
    for (int start = 0; start < bytes.length; start += itemSize) {
      String padded = new String(bytes, start, itemSize, utf32);
      int end = padded.length();
      while (end > 0 && padded.charAt(end - 1) == 0) {
        end--;
      }
      String item = padded.substring(0, end);
      items.add(seen.computeIfAbsent(item, Function.identity()));
    }
    return items;
  }

  private NumpyArray array(PendingType type, Object[] shape, boolean fortran, Object data) {
    int[] lengths = new int[shape.length];
    int itemSize = NumpyArray.itemSize(type.code);
    byte[] bytes = bytes(data);
    long count = 1;
    boolean fits = shape.length <= MAX_AXES;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] instanceof Long length && length >= 0 && length <= Integer.MAX_VALUE;
      lengths[i] = fits ? ((Long) shape[i]).intValue() : 0;
      count *= lengths[i];
      fits &= count <= Integer.MAX_VALUE;
    }
    if (!fits || count * itemSize != bytes.length) {
      throw new Malformed(
          "an array of "
              + type.code
              + " and shape "
              + Arrays.toString(Arrays.copyOf(shape, Math.min(shape.length, MAX_AXES)))
              + " comes with "
              + bytes.length
              + " bytes");
    }
    boolean swap = type.bigEndian && itemSize > 1;
    boolean transpose = fortran && lengths.length > 1 && count > 1;
    if (swap || transpose) {
      budget.accept(bytes.length);
      bytes = transpose ? Elements.toRowMajor(bytes, lengths, itemSize) : bytes.clone();
      if (swap) {
        Elements.reverse(bytes, itemSize);
      }
    }
    return new NumpyArray(type.code, lengths, bytes);
  }

  private byte[] bytes(Object data) {
    if (data instanceof byte[] bytes) {
      return bytes;
    }
    // Python 2 wrote the bytes as a str.
    if (data instanceof String text) {
      budget.accept(text.length());
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    throw new Malformed("an array's bytes are missing");
  }
}
