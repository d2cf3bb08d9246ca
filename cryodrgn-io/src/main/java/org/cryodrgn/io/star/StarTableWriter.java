package org.cryodrgn.io.star;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cryodrgn.io.MappedFile;

/** Writes tables: whatever was not asked to change as it stood in the file it was read from. */
final class StarTableWriter {

  private final StarTable table;
  private final StarRegion region;
  private final List<String> labels;
  private final OutputStream out;

  /**
   * @param table what is written
   * @param out stays open
   */
  StarTableWriter(StarTable table, OutputStream out) {
    this.table = table;
    this.region = table.region();
    this.labels = table.labels();
    this.out = out;
  }

  /** Writes it in place of its region: head and rows as they stood where nothing changed. */
  void writeInPlace() throws IOException {
    if (table.untouched()) {
      region.bytes().copy(region.start(), region.end(), out);
    } else if (!region.loop()) {
      writePairs();
    } else {
      if (labels.equals(region.labels())) {
        region.bytes().copy(region.start(), region.body(), out);
      } else {
        writeHead();
      }
      writeRows();
    }
  }

  /** Writes a loop with numbered labels and its rows, or the pairs. */
  void writeAnew() throws IOException {
    if (region != null && !region.loop()) {
      writeInPlace();
    } else {
      writeHead();
      writeRows();
    }
  }

  private void writeHead() throws IOException {
    put("loop_\n");
    for (int i = 0; i < labels.size(); i++) {
      put(labels.get(i) + " #" + (i + 1) + "\n");
    }
  }

  private void writeRows() throws IOException {
    boolean verbatim = region != null && labels.equals(region.labels());
    for (int column = 0; column < labels.size(); column++) {
      verbatim &= !changed(column);
    }
    StarCursor cursor = region == null ? null : new StarCursor(region.bytes());
    for (int row = 0; row < table.rows(); row++) {
      if (verbatim) {
        long end = cursor.nextLine(table.start(row));
        region.bytes().copy(table.start(row), end, out);
        if (region.bytes().at(end - 1) != '\n') {
          out.write('\n');
        }
      } else {
        writeChangedRow(row, cursor);
      }
    }
  }

  private void writeChangedRow(int row, StarCursor cursor) throws IOException {
    int read = region == null ? 0 : region.labels().size();
    if (region != null) {
      cursor.seek(table.start(row));
    }
    for (int column = 0; column < read; column++) {
      long before = cursor.position();
      cursor.next();
      region.bytes().copy(before, cursor.rawStart(), out);
      writeValue(row, column, cursor);
    }
    for (int column = read; column < labels.size(); column++) {
      put((column == 0 ? "" : " ") + value(row, column));
    }
    if (region != null) {
      long end = region.bytes().find((byte) '\n', cursor.position());
      region.bytes().copy(cursor.position(), end, out);
    }
    out.write('\n');
  }

  private void writePairs() throws IOException {
    MappedFile bytes = region.bytes();
    StarCursor cursor = new StarCursor(bytes);
    long position = region.start();
    int read = region.labels().size();
    for (int column = 0; column < read; column++) {
      cursor.seek(region.starts()[column]);
      cursor.next();
      bytes.copy(position, cursor.rawStart(), out);
      writeValue(0, column, cursor);
      position = cursor.nextLine(cursor.position());
      bytes.copy(cursor.rawEnd(), position, out);
    }
    for (int column = read; column < labels.size(); column++) {
      put(labels.get(column) + " " + value(0, column) + "\n");
    }
  }

  /** The value of a column of the file, which the cursor is at. */
  private void writeValue(int row, int column, StarCursor cursor) throws IOException {
    if (changed(column)) {
      put(value(row, column));
    } else {
      region.bytes().copy(cursor.rawStart(), cursor.rawEnd(), out);
    }
  }

  private boolean changed(int column) {
    return table.change(column) != null;
  }

  /** A value that was changed or added, quoted as it must be. */
  private String value(int row, int column) {
    return StarText.quote(table.change(column).apply(row));
  }

  private void put(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
