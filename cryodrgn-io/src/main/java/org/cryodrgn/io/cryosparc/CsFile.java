package org.cryodrgn.io.cryosparc;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MappedFile;
import org.cryodrgn.io.NearestNames;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;

/**
 * A cryoSPARC dataset, a .cs file of either {@link CsKind}: a row a particle, fields such as {@code
 * uid}, {@code blob/path}, {@code ctf/df1_A}, {@code alignments3D/pose}. Immutable; safe for use by
 * several threads. Fields stay in the mapped files; a selection or a join keeps row numbers only.
 */
public final class CsFile {

  /** What fills a field of numbers. */
  @FunctionalInterface
  public interface RowNumbers {
    /** Puts the elements of a row. */
    void fill(int row, double[] values);
  }

  private final Path path;
  private final CsKind kind;
  private final int size;
  private final Map<String, CsColumn> columns;

  private CsFile(Path path, CsKind kind, int size, Map<String, CsColumn> columns) {
    this.path = path;
    this.kind = kind;
    this.size = size;
    this.columns = columns;
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is of neither kind, damaged, or has no row
   */
  public static CsFile read(Path path) {
    MappedFile bytes = MappedFile.open(path);
    return CsdatFile.is(bytes) ? ofCsdat(CsdatFile.open(bytes), path) : ofNumpy(path);
  }

  private static CsFile ofCsdat(CsdatFile file, Path path) {
    requireRows(path, file.rows(), file.columns());
    return new CsFile(path, CsKind.CSDAT, file.rows(), file.columns());
  }

  private static CsFile ofNumpy(Path path) {
    NpyFile file = NpyFile.open(path);
    if (!file.isStructured() || file.shape().length != 1) {
      throw DataException.at(
          path, "", "holds no table of fields", "Name a .cs file that cryoSPARC wrote");
    }
    Map<String, CsColumn> columns = new LinkedHashMap<>();
    file.fields().forEach((name, field) -> columns.put(name, new CsColumn.OfRecords(file, field)));
    requireRows(path, file.rows(), columns);
    return new CsFile(path, CsKind.NUMPY, file.rows(), columns);
  }

  private static void requireRows(Path path, int rows, Map<String, CsColumn> columns) {
    // Rows without a byte could be any number of them.
    if (rows == 0 || columns.values().stream().allMatch(column -> column.field().bytes() == 0)) {
      throw DataException.at(path, "", "holds no particles", "Export the particles anew");
    }
  }

  /** The file as it was named. */
  public Path path() {
    return path;
  }

  /** The kind of file that it was read from. */
  public CsKind kind() {
    return kind;
  }

  /** The number of particles. */
  public int size() {
    return size;
  }

  /** The names of the fields, in order. */
  public Set<String> fields() {
    return Collections.unmodifiableSet(columns.keySet());
  }

  /** Whether a field is there. */
  public boolean has(String field) {
    return columns.containsKey(field);
  }

  /** The number of elements of a field in one row: 3 for a pose, 2 for a shift. */
  public int width(String field) {
    return required(field).field().count();
  }

  /**
   * A field of all particles as numbers, sub-arrays flattened: size x {@link #width}.
   *
   * @throws DataException if the field is missing or holds no numbers
   */
  public double[] numbers(String name) {
    CsColumn column = requiredNumbers(name);
    int width = column.field().count();
    double[] values = new double[Math.multiplyExact(size, width)];
    byte[] bytes = new byte[column.field().bytes()];
    for (int i = 0; i < size; i++) {
      column.raw(i, bytes, 0);
      column.field().numbers(bytes, values, i * width);
    }
    return values;
  }

  /** The elements of a number field of one particle. */
  public double[] numbers(int particle, String name) {
    return requiredNumbers(name).numbers(particle);
  }

  /**
   * A text field of one particle.
   *
   * @throws DataException if the field is missing or holds no text
   */
  public String text(int particle, String name) {
    CsColumn column = required(name);
    if (!column.field().isText()) {
      throw wrongKind(name, column, "text");
    }
    return column.text(particle);
  }

  /** A field of one particle: text ({@code b'...'}), a number, or numbers in brackets. */
  public String describe(int particle, String name) {
    return required(name).describe(particle);
  }

  /** The identifiers of all particles; the 64 bits of cryoSPARC's unsigned numbers. */
  public long[] uids() {
    CsColumn column = required(CsFields.UID);
    NpyField field = column.field();
    if (!field.isNumber() || field.kind() == 'f' || field.count() != 1) {
      throw wrongKind(CsFields.UID, column, "integers");
    }
    long[] uids = new long[size];
    byte[] bytes = new byte[column.field().bytes()];
    for (int i = 0; i < size; i++) {
      column.raw(i, bytes, 0);
      uids[i] = column.field().integer(bytes);
    }
    return uids;
  }

  /**
   * The particles with the fields of a passthrough file beside their own, matched by {@code uid}. A
   * field that both have stays as it is here.
   *
   * @throws DataException if a particle is not in the passthrough file, or a uid is there twice
   */
  public CsFile join(CsFile passthrough) {
    long[] theirs = passthrough.uids();
    UidIndex index = new UidIndex(theirs);
    int twice = index.fill();
    if (twice >= 0) {
      throw DataException.at(
          passthrough.path,
          "row " + (twice + 1),
          "the uid " + Long.toUnsignedString(theirs[twice]) + " is there twice",
          "Export the particles anew");
    }
    long[] ours = uids();
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      int row = index.row(ours[i]);
      if (row < 0) {
        throw DataException.at(
            passthrough.path,
            "",
            "has no uid "
                + Long.toUnsignedString(ours[i])
                + ", which is row "
                + (i + 1)
                + " of "
                + path,
            "Name the passthrough file of the same job");
      }
      rows[i] = row;
    }
    Map<String, CsColumn> joined = new LinkedHashMap<>(columns);
    Map<int[], int[]> shared = new IdentityHashMap<>();
    passthrough.columns.forEach(
        (name, column) -> joined.putIfAbsent(name, compose(column, rows, shared)));
    return new CsFile(path, kind, size, joined);
  }

  /** The particles of a selection, in its order. */
  public CsFile select(int[] indices) {
    for (int index : indices) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException("particle " + index + " of " + size);
      }
    }
    Map<String, CsColumn> selected = new LinkedHashMap<>();
    Map<int[], int[]> shared = new IdentityHashMap<>();
    int[] same = indices.clone();
    columns.forEach((name, column) -> selected.put(name, compose(column, same, shared)));
    return new CsFile(path, kind, indices.length, selected);
  }

  /** The particles with other text in a field that is there. */
  public CsFile withText(String field, IntFunction<String> text) {
    required(field);
    return with(CsColumn.Text.of(field, text));
  }

  /** The particles with other numbers in a field of numbers that is there; its type stays. */
  public CsFile withNumbers(String field, RowNumbers numbers) {
    return with(new CsColumn.Numbers(requiredNumbers(field).field(), numbers));
  }

  private CsFile with(CsColumn column) {
    Map<String, CsColumn> changed = new LinkedHashMap<>(columns);
    changed.put(column.field().name(), column);
    return new CsFile(path, kind, size, changed);
  }

  /** Writes every field of every row, in the kind of file that it was read from. */
  public void write(Path target) {
    write(target, kind);
  }

  /** Writes every field of every row, as cryoSPARC reads it back. */
  public void write(Path target, CsKind as) {
    new CsWriter(target, size, columns.values()).write(as);
  }

  /** Rows of a column; those of a column whose rows are chosen already are composed once. */
  private static CsColumn compose(CsColumn column, int[] rows, Map<int[], int[]> shared) {
    return column instanceof CsColumn.Selected before
        ? new CsColumn.Selected(
            before.column(), shared.computeIfAbsent(before.rows(), first -> pick(first, rows)))
        : new CsColumn.Selected(column, rows);
  }

  private static int[] pick(int[] rows, int[] indices) {
    return Arrays.stream(indices).map(index -> rows[index]).toArray();
  }

  private CsColumn required(String name) {
    CsColumn column = columns.get(name);
    if (column == null) {
      throw DataException.at(
          path,
          "",
          "no field " + name,
          NearestNames.sentence(name, columns.keySet())
              + "; it may be in the job's passthrough file");
    }
    return column;
  }

  private CsColumn requiredNumbers(String name) {
    CsColumn column = required(name);
    if (!column.field().isNumber()) {
      throw wrongKind(name, column, "numbers");
    }
    return column;
  }

  private DataException wrongKind(String name, CsColumn column, String wanted) {
    return DataException.at(
        path,
        "field " + name,
        "holds " + column.field().type() + " where " + wanted + " are due",
        "Name a .cs file that cryoSPARC wrote");
  }
}
