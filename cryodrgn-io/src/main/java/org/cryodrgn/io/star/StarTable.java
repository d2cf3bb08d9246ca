package org.cryodrgn.io.star;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.NearestNames;

/**
 * A table of a STAR file: a loop, or pairs (one row). Immutable; safe for use by several threads.
 *
 * <p>What was read is not copied: a table keeps where each row begins in the file and reads a value
 * when it is asked for. What was changed or added is a function of the row; the columns of the file
 * come first. So a table of millions of rows takes eight bytes a row, and whatever was not asked to
 * change is written as it stood.
 */
public final class StarTable {

  private final String name;
  private final StarRegion region;
  private final long[] starts;
  private final int rows;
  private final List<String> labels;
  private final Map<String, Integer> columns;
  private final List<IntFunction<String>> texts;

  private StarTable(
      String name,
      StarRegion region,
      long[] starts,
      int rows,
      List<String> labels,
      List<IntFunction<String>> texts) {
    this.name = name;
    this.region = region;
    this.starts = starts;
    this.rows = rows;
    this.labels = List.copyOf(labels);
    this.texts = texts;
    this.columns = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      columns.put(labels.get(i), i);
    }
  }

  /** The table of a region of a file. */
  static StarTable of(String name, StarRegion region) {
    List<IntFunction<String>> unchanged = Collections.nCopies(region.labels().size(), null);
    return new StarTable(name, region, region.starts(), region.rows(), region.labels(), unchanged);
  }

  /**
   * A new loop without columns; add them with {@link #withColumn}.
   *
   * @param name the block's name without {@code data_}
   */
  public static StarTable create(String name, int rows) {
    return new StarTable(name, null, new long[0], rows, List.of(), List.of());
  }

  /** The name of its block, without {@code data_}; may be empty. */
  public String name() {
    return name;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The labels, each with its underscore, in order. */
  public List<String> labels() {
    return labels;
  }

  /** The column of a label such as {@code _rlnImageName}, or -1. */
  public int column(String label) {
    return columns.getOrDefault(label, -1);
  }

  /**
   * The column of a label that must be there.
   *
   * @throws DataException if it is not, naming those that are near
   */
  public int requiredColumn(String label) {
    int column = column(label);
    if (column < 0) {
      throw DataException.at(
          path(), "data_" + name, "no column " + label, NearestNames.sentence(label, labels));
    }
    return column;
  }

  /** A value as text, without its quotes. */
  public String text(int row, int column) {
    checkRow(row);
    IntFunction<String> changed = texts.get(column);
    return changed != null ? changed.apply(row) : locate(row, column).text();
  }

  /**
   * A value as a number.
   *
   * @throws DataException if it is none
   */
  public double number(int row, int column) {
    checkRow(row);
    IntFunction<String> changed = texts.get(column);
    if (changed != null) {
      return parse(changed.apply(row), row, column);
    }
    return parse(locate(row, column), row, column);
  }

  /** A whole column as numbers. */
  public double[] numbers(int column) {
    double[] values = new double[rows];
    numbers(new int[] {column}, (row, which, value) -> values[row] = value);
    return values;
  }

  /**
   * Several columns as numbers in one pass, row by row.
   *
   * @throws DataException at the first value that is no number
   */
  public void numbers(int[] wanted, NumberSink sink) {
    int[] whichOfColumn = new int[labels.size()];
    Arrays.fill(whichOfColumn, -1);
    int last = -1;
    for (int k = 0; k < wanted.length; k++) {
      if (texts.get(wanted[k]) == null) {
        whichOfColumn[wanted[k]] = k;
        last = Math.max(last, wanted[k]);
      }
    }
    StarCursor cursor = region == null ? null : new StarCursor(region.bytes());
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column <= last; column++) {
        if (column == 0 || !region.loop()) {
          cursor.seek(region.loop() ? starts[row] : starts[column]);
        }
        cursor.next();
        int which = whichOfColumn[column];
        if (which >= 0) {
          sink.accept(row, which, parse(cursor, row, wanted[which]));
        }
      }
      for (int k = 0; k < wanted.length; k++) {
        if (texts.get(wanted[k]) != null) {
          sink.accept(row, k, number(row, wanted[k]));
        }
      }
    }
  }

  /** The rows of a selection, in its order; repeats allowed. */
  public StarTable select(int[] indices) {
    for (int index : indices) {
      checkRow(index);
    }
    long[] selected = starts;
    if (region != null) {
      if (!region.loop()) {
        throw new IllegalArgumentException("pairs have no rows to select from");
      }
      selected = new long[indices.length];
      for (int i = 0; i < indices.length; i++) {
        selected[i] = starts[indices[i]];
      }
    }
    int[] kept = indices.clone();
    List<IntFunction<String>> composed = new ArrayList<>();
    for (IntFunction<String> changed : texts) {
      composed.add(changed == null ? null : row -> changed.apply(kept[row]));
    }
    return new StarTable(name, region, selected, indices.length, labels, composed);
  }

  /**
   * A column changed, or added at the end.
   *
   * @param text the value of each row, unquoted; asked for when it is read or written
   */
  public StarTable withColumn(String label, IntFunction<String> text) {
    if (!label.startsWith("_") || label.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("not a STAR label: " + label);
    }
    List<String> newLabels = new ArrayList<>(labels);
    List<IntFunction<String>> newTexts = new ArrayList<>(texts);
    int column = column(label);
    if (column >= 0) {
      newTexts.set(column, text);
    } else {
      newLabels.add(label);
      newTexts.add(text);
    }
    return new StarTable(name, region, starts, rows, newLabels, newTexts);
  }

  /** The same rows under the name of another block. */
  public StarTable named(String newName) {
    return new StarTable(newName, region, starts, rows, labels, texts);
  }

  /** Where it was read from; null for a new table. */
  StarRegion region() {
    return region;
  }

  /** Whether it says what its region of the file says, byte by byte. */
  boolean untouched() {
    return region != null
        && starts == region.starts()
        && labels.equals(region.labels())
        && texts.stream().allMatch(t -> t == null);
  }

  /** The first byte of a row in the file that it was read from. */
  long start(int row) {
    return starts[row];
  }

  /** What a column was changed to, or added as; null for one that stands as it was read. */
  IntFunction<String> change(int column) {
    return texts.get(column);
  }

  private StarCursor locate(int row, int column) {
    StarCursor cursor = new StarCursor(region.bytes());
    cursor.seek(region.loop() ? starts[row] : starts[column]);
    for (int i = region.loop() ? 0 : column; i <= column; i++) {
      cursor.next();
    }
    return cursor;
  }

  private double parse(StarCursor cursor, int row, int column) {
    try {
      return AsciiNumber.parse(region.bytes(), cursor.start(), cursor.end());
    } catch (NumberFormatException e) {
      throw notANumber(cursor.text(), row, column);
    }
  }

  private double parse(String text, int row, int column) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw notANumber(text, row, column);
    }
  }

  /** What messages name: the file, or the block of a table that is new. */
  private Path path() {
    return region == null ? Path.of("data_" + name) : region.bytes().path();
  }

  private DataException notANumber(String text, int row, int column) {
    return DataException.at(
        path(),
        describeRow(row) + ", column " + labels.get(column),
        "'" + text + "' where a number is due",
        "Correct the value or leave out the row");
  }

  /** Where a row stands, for messages: its number in the file from 1, and its line. */
  public String describeRow(int row) {
    if (region == null || !region.loop()) {
      return "row " + (row + 1);
    }
    int inFile = Arrays.binarySearch(region.starts(), starts[row]);
    return "row " + (inFile + 1) + ", line " + StarCursor.line(region.bytes(), starts[row]);
  }

  private void checkRow(int row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("row " + row + " of " + rows);
    }
  }
}
