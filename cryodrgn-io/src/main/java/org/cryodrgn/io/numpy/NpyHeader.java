package org.cryodrgn.io.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MappedFile;

/**
 * The head of a .npy file, versions 1 to 3 (NumPy Enhancement Proposal 1 and numpy.lib.format).
 *
 * @param structured whether the elements are records
 * @param fields the fields of a record, or the one nameless field of a plain array
 * @param fortranOrder whether the first axis is the fastest
 * @param shape the array's shape
 * @param dataOffset where the elements begin
 */
record NpyHeader(
    boolean structured, List<NpyField> fields, boolean fortranOrder, int[] shape, long dataOffset) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 24;
  private static final int ALIGNMENT = 64;

  /** NumPy leaves room so that the first axis may grow to so many digits in place. */
  private static final int GROWTH_DIGITS = 21;

  static NpyHeader read(MappedFile file) {
    if (!begins(file, MAGIC) || file.size() < 12) {
      throw error(
          file, "does not begin as a NumPy file", "Name a .cs or .npy file that numpy.save wrote");
    }
    int version = file.at(6);
    if (version < 1 || version > 3) {
      throw error(file, "NumPy format version " + version, "Save it with numpy.save");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    byte[] prefix = new byte[lengthBytes];
    file.get(8, prefix, 0, lengthBytes);
    ByteBuffer number = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
    long length = version == 1 ? number.getShort() & 0xFFFF : number.getInt() & 0xFFFFFFFFL;
    long dataOffset = 8L + lengthBytes + length;
    if (dataOffset > file.size() || length > LONGEST) {
      throw error(
          file,
          "its head claims " + length + " bytes, the file has " + file.size(),
          "Copy the file anew: it is cut off or damaged");
    }
    byte[] head = new byte[(int) length];
    file.get(8L + lengthBytes, head, 0, head.length);
    Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    try {
      return of((Map<?, ?>) PythonLiteral.parse(new String(head, charset)), dataOffset);
    } catch (IllegalArgumentException
        | ClassCastException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      throw DataException.at(
          file.path(),
          "head",
          "not a NumPy head that is known: " + e.getMessage(),
          "Save the array with numpy.save, without Python objects or nested records",
          e);
    }
  }

  private static NpyHeader of(Map<?, ?> head, long dataOffset) {
    Object descr = head.get("descr");
    if (descr == null || head.get("shape") == null || head.get("fortran_order") == null) {
      throw new IllegalArgumentException("descr, shape or fortran_order is missing");
    }
    List<NpyField> fields = new ArrayList<>();
    if (descr instanceof String type) {
      fields.add(NpyField.of("", type, new int[0]));
    } else {
      Set<String> names = new HashSet<>();
      for (Object item : (List<?>) descr) {
        List<?> parts = (List<?>) item;
        Object name = parts.get(0) instanceof List<?> titled ? titled.get(1) : parts.get(0);
        int[] shape = parts.size() > 2 ? shape(parts.get(2)) : new int[0];
        NpyField field = NpyField.of((String) name, (String) parts.get(1), shape);
        if (!field.name().isEmpty() && !names.add(field.name())) {
          throw new IllegalArgumentException("field " + field.name() + " is there twice");
        }
        fields.add(field);
      }
    }
    boolean fortran = (Boolean) head.get("fortran_order");
    return new NpyHeader(
        descr instanceof List, List.copyOf(fields), fortran, shape(head.get("shape")), dataOffset);
  }

  private static int[] shape(Object literal) {
    if (literal instanceof Long length) {
      return new int[] {Math.toIntExact(length)};
    }
    int[] shape =
        ((List<?>) literal).stream().mapToInt(length -> Math.toIntExact((Long) length)).toArray();
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("negative length in the shape");
      }
    }
    return shape;
  }

  /** The bytes of a record, or of an element. */
  int rowBytes() {
    int bytes = 0;
    for (NpyField field : fields) {
      bytes = Math.addExact(bytes, field.bytes());
    }
    return bytes;
  }

  /** The number of records or elements. */
  long rows() {
    long rows = 1;
    for (int length : shape) {
      rows = Math.multiplyExact(rows, length);
    }
    return rows;
  }

  /** The head as numpy.save writes it, up to where the elements begin. */
  static byte[] encode(boolean structured, List<NpyField> fields, int... shape) {
    String descr =
        structured
            ? fields.stream().map(NpyField::descr).collect(Collectors.joining(", ", "[", "]"))
            : "'" + fields.get(0).type() + "'";
    String head =
        "{'descr': "
            + descr
            + ", 'fortran_order': False, 'shape': "
            + NpyField.tuple(shape)
            + ", }";
    if (shape.length > 0) {
      head += " ".repeat(Math.max(0, GROWTH_DIGITS - String.valueOf(shape[0]).length()));
    }
    boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(head);
    byte[] text = head.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    int version = !latin ? 3 : text.length + 2 * ALIGNMENT > 0xFFFF ? 2 : 1;
    int prefix = MAGIC.length + 2 + (version == 1 ? 2 : 4);
    int padding = ALIGNMENT - (prefix + text.length + 1) % ALIGNMENT;
    int length = text.length + padding + 1;
    ByteBuffer bytes = ByteBuffer.allocate(prefix + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) length);
    } else {
      bytes.putInt(length);
    }
    bytes.put(text).put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII)).put((byte) '\n');
    return bytes.array();
  }

  private static boolean begins(MappedFile file, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= file.size() || file.at(i) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static DataException error(MappedFile file, String problem, String remedy) {
    return DataException.at(file.path(), "", problem, remedy);
  }
}
