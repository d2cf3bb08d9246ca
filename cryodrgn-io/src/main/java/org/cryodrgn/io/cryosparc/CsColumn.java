package org.cryodrgn.io.cryosparc;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;

/** A field of all particles, wherever its values lie. Safe for use by several threads. */
interface CsColumn {

  /** What the field is called and holds; of kind O if its text has no fixed width. */
  NpyField field();

  /** Copies a row's elements as {@link #field} describes them; not for fields of kind O. */
  void raw(int row, byte[] target, int offset);

  /** A row's text; for text fields only. */
  String text(int row);

  /** A row's elements as numbers; for fields of numbers only. */
  default double[] numbers(int row) {
    double[] values = new double[field().count()];
    byte[] bytes = new byte[field().bytes()];
    raw(row, bytes, 0);
    field().numbers(bytes, values, 0);
    return values;
  }

  /**
   * A row's elements: text ({@code b'...'}, as NumPy shows it), a number, or numbers in brackets.
   */
  default String describe(int row) {
    NpyField field = field();
    if (field.isText()) {
      return "b'" + text(row) + "'";
    }
    if (!field.isNumber()) {
      return field.type();
    }
    if (field.kind() != 'f' && field.shape().length == 0) {
      byte[] bytes = new byte[field.bytes()];
      raw(row, bytes, 0);
      long value = field.integer(bytes);
      return field.kind() == 'u' ? Long.toUnsignedString(value) : Long.toString(value);
    }
    String joined =
        Arrays.stream(numbers(row))
            .mapToObj(value -> describe(field, value))
            .collect(Collectors.joining(" "));
    return field.shape().length == 0 ? joined : "[" + joined + "]";
  }

  private static String describe(NpyField field, double value) {
    if (field.kind() != 'f') {
      return Long.toString((long) value);
    }
    return field.size() <= 4 ? Float.toString((float) value) : Double.toString(value);
  }

  /** A field of records in a .npy file. */
  record OfRecords(NpyFile file, NpyField field) implements CsColumn {
    @Override
    public void raw(int row, byte[] target, int offset) {
      file.raw(row, field, target, offset);
    }

    @Override
    public String text(int row) {
      return file.text(row, field);
    }
  }

  /** Rows of another column, which may repeat. */
  record Selected(CsColumn column, int[] rows) implements CsColumn {
    @Override
    public NpyField field() {
      return column.field();
    }

    @Override
    public void raw(int row, byte[] target, int offset) {
      column.raw(rows[row], target, offset);
    }

    @Override
    public String text(int row) {
      return column.text(rows[row]);
    }
  }

  /** Numbers in place of those that a file holds, of the same type. */
  record Numbers(NpyField field, CsFile.RowNumbers values) implements CsColumn {
    @Override
    public void raw(int row, byte[] target, int offset) {
      double[] numbers = new double[field.count()];
      values.fill(row, numbers);
      field.encode(numbers, target, offset);
    }

    @Override
    public String text(int row) {
      throw new IllegalStateException(field.name() + " holds numbers");
    }
  }

  /** Text in place of that which a file holds. */
  record Text(NpyField field, IntFunction<String> texts) implements CsColumn {
    static Text of(String name, IntFunction<String> texts) {
      return new Text(new NpyField(name, '|', 'O', Long.BYTES, new int[0], ""), texts);
    }

    @Override
    public void raw(int row, byte[] target, int offset) {
      throw new IllegalStateException(field.name() + " holds text of no fixed width");
    }

    @Override
    public String text(int row) {
      return texts.apply(row);
    }
  }
}
