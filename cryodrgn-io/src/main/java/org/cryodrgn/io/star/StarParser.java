package org.cryodrgn.io.star;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MappedFile;

/**
 * Finds the blocks, loops and pairs of a STAR file. As RELION does, it takes a line for a row: a
 * row with too few or too many values is an error and never runs on into the next line.
 */
final class StarParser {

  private final MappedFile bytes;
  private final StarCursor cursor;
  private final List<StarBlock> blocks = new ArrayList<>();
  private final Map<String, Long> lineOfBlock = new HashMap<>();

  /** The first byte of the line that is looked at; its first token is at the cursor. */
  private long line;

  private StarParser(MappedFile bytes) {
    this.bytes = bytes;
    this.cursor = new StarCursor(bytes);
  }

  static List<StarBlock> parse(MappedFile bytes) {
    StarParser parser = new StarParser(bytes);
    parser.parse();
    return parser.blocks;
  }

  private void parse() {
    refuseUtf16();
    boolean more = firstLine(startAfterByteOrderMark());
    while (more) {
      if (isHeading()) {
        openBlock(cursor.text().substring("data_".length()));
        more = nextLine();
      } else if (blocks.isEmpty()) {
        throw error(
            "'" + shown() + "' before any data_ block", "Name a STAR file as RELION writes it");
      } else if (isLoop()) {
        more = loop();
      } else if (cursor.startsWith("_")) {
        more = pairs();
      } else {
        throw error(
            "'" + shown() + "' stands in no loop and has no label",
            "Put the values under loop_ and its labels");
      }
    }
    if (blocks.isEmpty()) {
      throw DataException.at(
          bytes.path(), "", "holds no data_ block", "Name a STAR file as RELION writes it");
    }
  }

  private void openBlock(String name) {
    Long before = lineOfBlock.putIfAbsent(name, line);
    if (before != null) {
      throw error(
          "the block data_" + name + " is there already, at line " + cursor.line(before),
          "Give each block a name of its own");
    }
    blocks.add(new StarBlock(name, new ArrayList<>()));
  }

  private boolean loop() {
    long start = line;
    if (cursor.next()) {
      throw error("'" + shown() + "' on the line of loop_", "Give each label a line of its own");
    }
    List<String> labels = new ArrayList<>();
    boolean more = nextLine();
    long end = line;
    while (more && cursor.startsWith("_")) {
      addLabel(labels);
      if (cursor.next()) {
        throw error(
            "'" + shown() + "' after the label " + labels.get(labels.size() - 1),
            "Give each label a line of its own; comments begin with #");
      }
      end = cursor.nextLine(line);
      more = nextLine();
    }
    if (labels.isEmpty()) {
      throw error("loop_ without labels", "Put the labels on the lines after loop_");
    }
    long body = end;
    long[] starts = new long[16];
    int rows = 0;
    boolean first = true;
    while (more && !(cursor.startsWith("_") || isHeading() || isLoop())) {
      if (first) {
        body = line;
        first = false;
      }
      checkRow(labels, rows);
      if (rows == starts.length) {
        starts = Arrays.copyOf(starts, Math.addExact(rows, rows >> 1));
      }
      starts[rows++] = line;
      end = cursor.nextLine(cursor.position());
      more = firstLine(end);
    }
    starts = Arrays.copyOf(starts, rows);
    add(new StarRegion(bytes, true, start, body, starts, end, List.copyOf(labels)));
    return more;
  }

  private void checkRow(List<String> labels, int row) {
    int values = 1;
    while (cursor.next()) {
      values++;
    }
    if (values != labels.size()) {
      throw DataException.at(
          bytes.path(),
          "row " + (row + 1) + ", line " + cursor.line(line),
          values + " values for the " + labels.size() + " columns of data_" + current().name(),
          values < labels.size()
              ? "Complete the row or remove it; the file may have been cut off"
              : "Quote values that hold spaces, or remove the row");
    }
  }

  private boolean pairs() {
    long start = line;
    long end = line;
    List<String> labels = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    boolean more = true;
    while (more && cursor.startsWith("_")) {
      addLabel(labels);
      String label = labels.get(labels.size() - 1);
      if (!cursor.next()) {
        throw error("the label " + label + " has no value", "Add it, or put loop_ before labels");
      }
      starts.add(cursor.rawStart());
      if (cursor.next()) {
        throw error(
            "'" + shown() + "' after the value of " + label, "Quote values that hold spaces");
      }
      end = cursor.nextLine(line);
      more = firstLine(end);
    }
    long[] positions = starts.stream().mapToLong(Long::longValue).toArray();
    add(new StarRegion(bytes, false, start, end, positions, end, List.copyOf(labels)));
    return more;
  }

  private void addLabel(List<String> labels) {
    String label = cursor.text();
    if (labels.contains(label)) {
      throw error("the label " + label + " is there already", "Rename or remove one of the two");
    }
    labels.add(label);
  }

  private void add(StarRegion region) {
    current().tables().add(StarTable.of(current().name(), region));
  }

  private StarBlock current() {
    return blocks.get(blocks.size() - 1);
  }

  /** A heading stands alone on its line: a row may begin with a path such as data_2/x.mrc. */
  private boolean isHeading() {
    return cursor.startsWith("data_") && alone();
  }

  private boolean isLoop() {
    return cursor.startsWith("loop_") && cursor.end() - cursor.start() == "loop_".length();
  }

  private boolean alone() {
    StarCursor rest = new StarCursor(bytes);
    rest.seek(cursor.position());
    return !rest.next();
  }

  private long startAfterByteOrderMark() {
    boolean mark =
        bytes.size() >= 3
            && bytes.at(0) == (byte) 0xEF
            && bytes.at(1) == (byte) 0xBB
            && bytes.at(2) == (byte) 0xBF;
    return mark ? 3 : 0;
  }

  private void refuseUtf16() {
    int first = bytes.size() < 2 ? 0 : (bytes.at(0) & 0xFF) << 8 | bytes.at(1) & 0xFF;
    if (first == 0xFFFE || first == 0xFEFF) {
      throw DataException.at(
          bytes.path(), "", "is text in UTF-16", "Save it as plain text or UTF-8");
    }
  }

  private boolean nextLine() {
    return firstLine(cursor.nextLine(cursor.position()));
  }

  /** Goes to the first token of the first line from a position on that has one. */
  private boolean firstLine(long from) {
    for (line = from; line < bytes.size(); line = cursor.nextLine(cursor.position())) {
      cursor.seek(line);
      if (cursor.next()) {
        return true;
      }
    }
    return false;
  }

  private String shown() {
    String text = bytes.text(cursor.start(), Math.min(cursor.end(), cursor.start() + 40));
    return text.replaceAll("\\p{Cntrl}|\uFFFD", "?");
  }

  private DataException error(String problem, String remedy) {
    return DataException.at(bytes.path(), "line " + cursor.line(line), problem, remedy);
  }
}
