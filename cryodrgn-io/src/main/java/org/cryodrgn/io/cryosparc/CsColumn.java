package org.cryodrgn.io.cryosparc;

import java.util.function.IntFunction;
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
