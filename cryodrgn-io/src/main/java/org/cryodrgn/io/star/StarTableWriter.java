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
    boolean first = true;
    int next = 0;
    if (region != null) {
      cursor.seek(table.start(row));
      for (int source = 0; source < region.labels().size(); source++) {
        long before = cursor.position();
        cursor.next();
        if (next >= labels.size() || table.sourceColumn(next) != source) {
          continue;
        }
        region.bytes().copy(before, cursor.rawStart(), out);
        if (changed(next)) {
          put(value(row, next));
        } else {
          region.bytes().copy(cursor.rawStart(), cursor.rawEnd(), out);
        }
        first = false;
        next++;
      }
    }
    for (; next < labels.size(); next++) {
      put((first ? "" : " ") + value(row, next));
      first = false;
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
    int next = 0;
    for (int source = 0; source < region.labels().size(); source++) {
      cursor.seek(region.starts()[source]);
      cursor.next();
      long lineEnd = cursor.nextLine(cursor.position());
      if (next < labels.size() && table.sourceColumn(next) == source) {
        bytes.copy(position, cursor.rawStart(), out);
        if (changed(next)) {
          put(value(0, next));
          bytes.copy(cursor.rawEnd(), lineEnd, out);
        } else {
          bytes.copy(cursor.rawStart(), lineEnd, out);
        }
        next++;
      }
      position = lineEnd;
    }
    for (; next < labels.size(); next++) {
      put(labels.get(next) + " " + value(0, next) + "\n");
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
