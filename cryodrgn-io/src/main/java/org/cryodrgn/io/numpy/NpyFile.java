package org.cryodrgn.io.numpy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MappedFile;

/**
 * A .npy file, mapped: an array of numbers, or of records (NumPy's structured arrays) whose fields
 * are read by row. Safe for use by several threads.
 */
public final class NpyFile {

  private final MappedFile file;
  private final NpyHeader header;
  private final int rowBytes;
  private final int rows;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final Map<String, NpyField> fields = new LinkedHashMap<>();

  private NpyFile(MappedFile file, NpyHeader header) {
    this.file = file;
    this.header = header;
    this.rowBytes = header.rowBytes();
    this.rows = (int) header.rows();
    int offset = 0;
    for (NpyField field : header.fields()) {
      if (!field.name().isEmpty() || !header.structured()) {
        fields.put(field.name(), field);
        offsets.put(field.name(), offset);
      }
      offset += field.bytes();
    }
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is missing, of another kind, holds Python objects or nested
   *     records, or is longer or shorter than its head says
   */
  public static NpyFile open(Path path) {
    MappedFile file = MappedFile.open(path);
    NpyHeader header = NpyHeader.read(file);
    long expected;
    try {
      long elements = header.rows();
      Math.toIntExact(elements);
      expected =
          Math.addExact(header.dataOffset(), Math.multiplyExact(elements, header.rowBytes()));
    } catch (ArithmeticException e) {
      throw DataException.at(
          path, "head", "its shape is too large", "Copy the file anew: it is damaged", e);
    }
    if (expected != file.size()) {
      throw DataException.at(
          path,
          "",
          "has " + file.size() + " bytes where its head says " + expected,
          "Copy the file anew: it is cut off or damaged");
    }
    return new NpyFile(file, header);
  }

  /** Writes an array of numbers. */
  public static void write(Path path, NumpyArray array) {
    String dtype = array.dtype();
    int size = NumpyArray.itemSize(dtype);
    NpyField element =
        new NpyField("", size == 1 ? '|' : '<', dtype.charAt(0), size, new int[0], "");
    AtomicFile.write(
        path,
        out -> {
          out.write(NpyHeader.encode(false, List.of(element), array.shape()));
          out.write(array.bytes());
        });
  }

  /** Writes what fills a row; see {@link #writeRecords}. */
  @FunctionalInterface
  public interface RowFiller {
    /** Puts the bytes of a row's fields, one behind the other. */
    void fill(int row, byte[] record);
  }

  /** Writes records, a one-dimensional structured array. */
  public static void writeRecords(Path path, List<NpyField> fields, int rows, RowFiller filler) {
    int bytes = fields.stream().mapToInt(NpyField::bytes).reduce(0, Math::addExact);
    AtomicFile.write(
        path,
        out -> {
          out.write(NpyHeader.encode(true, fields, rows));
          byte[] record = new byte[bytes];
          for (int row = 0; row < rows; row++) {
            filler.fill(row, record);
            out.write(record);
          }
        });
  }

  /** The file as it was named. */
  public Path path() {
    return file.path();
  }

  /** Whether the elements are records. */
  public boolean isStructured() {
    return header.structured();
  }

  /** The array's shape. */
  public int[] shape() {
    return header.shape().clone();
  }

  /** The number of records or elements. */
  public int rows() {
    return rows;
  }

  /** The fields of a record by name, in order; padding left out. */
  public Map<String, NpyField> fields() {
    return fields;
  }

  /**
   * The array of numbers, in memory.
   *
   * @throws DataException if the elements are no numbers
   */
  public NumpyArray array() {
    NpyField element = header.fields().get(0);
    long length = (long) rows * rowBytes;
    if (header.structured() || !element.isNumber() || length > Integer.MAX_VALUE - 8) {
      throw DataException.at(
          path(),
          "",
          "does not hold an array of numbers of less than 2 GB",
          "Save the numbers alone with numpy.save");
    }
    byte[] bytes = new byte[(int) length];
    file.get(header.dataOffset(), bytes, 0, bytes.length);
    if (header.fortranOrder()) {
      bytes = Elements.toRowMajor(bytes, header.shape(), element.size());
    }
    if (element.order() == '>') {
      Elements.reverse(bytes, element.size());
    }
    return new NumpyArray("" + element.kind() + element.size(), shape(), bytes);
  }

  /** Copies the bytes of a field of a record, as the file has them. */
  public void raw(int row, NpyField field, byte[] target, int offset) {
    file.get(position(row, field), target, offset, field.bytes());
  }

  /** The element of a text field of a record, without the zeros that fill it up. */
  public String text(int row, NpyField field) {
    byte[] bytes = new byte[field.bytes()];
    raw(row, field, bytes, 0);
    return field.text(bytes);
  }

  private long position(int row, NpyField field) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("row " + row + " of " + rows);
    }
    return header.dataOffset() + (long) row * rowBytes + offsets.get(field.name());
  }
}
