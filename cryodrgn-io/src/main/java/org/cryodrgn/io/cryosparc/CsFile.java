package org.cryodrgn.io.cryosparc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.NearestNames;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;

/**
 * A cryoSPARC dataset (.cs as a NumPy structured array): a row a particle, fields such as {@code
 * uid}, {@code blob/path}, {@code ctf/df1_A}, {@code alignments3D/pose}. Immutable; safe for use by
 * several threads. Fields stay in the mapped files; a selection or a join keeps row numbers only.
 */
public final class CsFile {

  /** The field that identifies a particle everywhere in cryoSPARC. */
  public static final String UID = "uid";

  /** A field, the file it is in, and which of the file's rows each row is (null: the same). */
  private record Column(NpyFile file, NpyField field, int[] rows) {
    int row(int row) {
      return rows == null ? row : rows[row];
    }
  }

  private final Path path;
  private final int size;
  private final Map<String, Column> columns;

  private CsFile(Path path, int size, Map<String, Column> columns) {
    this.path = path;
    this.size = size;
    this.columns = columns;
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is no NumPy structured array of one dimension, or has no row
   */
  public static CsFile read(Path path) {
    NpyFile file = NpyFile.open(path);
    if (!file.isStructured() || file.shape().length != 1) {
      throw DataException.at(
          path, "", "holds no table of fields", "Name a .cs file that cryoSPARC wrote");
    }
    if (file.rows() == 0) {
      throw DataException.at(path, "", "holds no particles", "Export the particles anew");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    file.fields().forEach((name, field) -> columns.put(name, new Column(file, field, null)));
    return new CsFile(path, file.rows(), columns);
  }

  /** The file as it was named. */
  public Path path() {
    return path;
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
    Column column = required(name);
    if (!column.field().isNumber()) {
      throw wrongKind(name, column, "numbers");
    }
    int width = column.field().count();
    double[] values = new double[Math.multiplyExact(size, width)];
    for (int i = 0; i < size; i++) {
      column.file().numbers(column.row(i), column.field(), values, i * width);
    }
    return values;
  }

  /** The elements of a number field of one particle. */
  public double[] numbers(int particle, String name) {
    Column column = required(name);
    if (!column.field().isNumber()) {
      throw wrongKind(name, column, "numbers");
    }
    double[] values = new double[column.field().count()];
    column.file().numbers(column.row(particle), column.field(), values, 0);
    return values;
  }

  /**
   * A text field of one particle.
   *
   * @throws DataException if the field is missing or holds no text
   */
  public String text(int particle, String name) {
    Column column = required(name);
    if (!column.field().isText()) {
      throw wrongKind(name, column, "text");
    }
    return column.file().text(column.row(particle), column.field());
  }

  /** A field of one particle for people: text, a number, or numbers in brackets. */
  public String describe(int particle, String name) {
    Column column = required(name);
    NpyField field = column.field();
    int row = column.row(particle);
    if (field.isText()) {
      return column.file().text(row, field);
    }
    if (!field.isNumber()) {
      return field.type();
    }
    if (field.kind() != 'f' && field.shape().length == 0) {
      long value = column.file().integer(row, field);
      return field.kind() == 'u' ? Long.toUnsignedString(value) : Long.toString(value);
    }
    String joined =
        Arrays.stream(numbers(particle, name))
            .mapToObj(value -> number(field, value))
            .collect(Collectors.joining(" "));
    return field.shape().length == 0 ? joined : "[" + joined + "]";
  }

  private static String number(NpyField field, double value) {
    if (field.kind() != 'f') {
      return Long.toString((long) value);
    }
    return field.size() <= 4 ? Float.toString((float) value) : Double.toString(value);
  }

  /** The identifiers of all particles; the 64 bits of cryoSPARC's unsigned numbers. */
  public long[] uids() {
    Column column = required(UID);
    if (!column.field().isNumber() || column.field().kind() == 'f') {
      throw wrongKind(UID, column, "integers");
    }
    long[] uids = new long[size];
    for (int i = 0; i < size; i++) {
      uids[i] = column.file().integer(column.row(i), column.field());
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
    Map<String, Column> joined = new LinkedHashMap<>(columns);
    passthrough.columns.forEach((name, column) -> joined.putIfAbsent(name, compose(column, rows)));
    return new CsFile(path, size, joined);
  }

  /** The particles of a selection, in its order. */
  public CsFile select(int[] indices) {
    for (int index : indices) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException("particle " + index + " of " + size);
      }
    }
    Map<String, Column> selected = new LinkedHashMap<>();
    Map<int[], int[]> shared = new IdentityHashMap<>();
    int[] same = indices.clone();
    columns.forEach(
        (name, column) ->
            selected.put(
                name,
                column.rows() == null
                    ? new Column(column.file(), column.field(), same)
                    : new Column(
                        column.file(),
                        column.field(),
                        shared.computeIfAbsent(column.rows(), rows -> pick(rows, indices)))));
    return new CsFile(path, indices.length, selected);
  }

  /** Writes every field of every row, as cryoSPARC reads it back. */
  public void write(Path target) {
    List<Column> all = new ArrayList<>(columns.values());
    List<NpyField> fields = all.stream().map(Column::field).toList();
    NpyFile.writeRecords(
        target,
        fields,
        size,
        (row, record) -> {
          int offset = 0;
          for (Column column : all) {
            column.file().raw(column.row(row), column.field(), record, offset);
            offset += column.field().bytes();
          }
        });
  }

  private static Column compose(Column column, int[] rows) {
    int[] composed = column.rows() == null ? rows : pick(column.rows(), rows);
    return new Column(column.file(), column.field(), composed);
  }

  private static int[] pick(int[] rows, int[] indices) {
    return Arrays.stream(indices).map(index -> rows[index]).toArray();
  }

  private Column required(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw DataException.at(
          path,
          "",
          "no field " + name,
          "Of fields "
              + NearestNames.sentence(name, columns.keySet())
              + "; it may be in the job's passthrough file");
    }
    return column;
  }

  private DataException wrongKind(String name, Column column, String wanted) {
    return DataException.at(
        path,
        "field " + name,
        "holds " + column.field().type() + " where " + wanted + " are due",
        "Name a .cs file that cryoSPARC wrote");
  }
}
