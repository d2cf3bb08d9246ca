package org.cryodrgn.io.star;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MappedFile;

/**
 * A STAR file: blocks of loops and pairs (Hall, J. Chem. Inf. Comput. Sci. 1991, as RELION 3.0 to 5
 * uses it). Immutable. A file that was read is written back byte by byte, except for the tables
 * that were changed.
 */
public final class StarFile {

  private final Path path;
  private final MappedFile bytes;
  private final String comment;
  private final List<StarBlock> blocks;

  private StarFile(Path path, MappedFile bytes, String comment, List<StarBlock> blocks) {
    this.path = path;
    this.bytes = bytes;
    this.comment = comment;
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it is missing, empty or no STAR file; with the line
   */
  public static StarFile read(Path path) {
    MappedFile bytes = MappedFile.open(path);
    return new StarFile(path, bytes, null, StarParser.parse(bytes));
  }

  /**
   * A new file of tables in order; those that follow each other under one name share a block.
   *
   * @param comment its first line, without the #
   */
  public static StarFile create(String comment, List<StarTable> tables) {
    List<StarBlock> blocks = new ArrayList<>();
    for (StarTable table : tables) {
      int last = blocks.size() - 1;
      if (last < 0 || !blocks.get(last).name().equals(table.name())) {
        blocks.add(new StarBlock(table.name(), new ArrayList<>()));
      }
      blocks.get(blocks.size() - 1).tables().add(table);
    }
    return new StarFile(null, null, comment, blocks);
  }

  /** The file as it was named; null for a new one. */
  public Path path() {
    return path;
  }

  /** The blocks in the file's order. */
  public List<StarBlock> blocks() {
    return blocks;
  }

  /** The first table of a block, by its name without {@code data_}. */
  public Optional<StarTable> table(String blockName) {
    return blocks.stream()
        .filter(block -> block.name().equals(blockName))
        .flatMap(block -> block.tables().stream())
        .findFirst();
  }

  /** Every table in the file's order. */
  public List<StarTable> tables() {
    return blocks.stream().flatMap(block -> block.tables().stream()).toList();
  }

  /**
   * RELION's version number from the comment {@code # version N} that it writes, if it is there.
   */
  public Optional<String> version() {
    if (bytes == null) {
      return Optional.empty();
    }
    long end = tables().isEmpty() ? bytes.size() : tables().get(0).region().start();
    return bytes
        .text(0, Math.min(end, 4096))
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("# version \\d+"))
        .map(line -> line.substring("# version ".length()))
        .findFirst();
  }

  /** The file with a table in place of the one that it was made from. */
  public StarFile with(StarTable changed) {
    List<StarBlock> replaced = new ArrayList<>();
    boolean found = false;
    for (StarBlock block : blocks) {
      List<StarTable> tables = new ArrayList<>(block.tables());
      for (int i = 0; i < tables.size(); i++) {
        if (tables.get(i).region() == changed.region()) {
          tables.set(i, changed);
          found = true;
        }
      }
      replaced.add(new StarBlock(block.name(), List.copyOf(tables)));
    }
    if (!found || bytes == null) {
      throw new IllegalArgumentException("the table is not of this file");
    }
    return new StarFile(path, bytes, comment, replaced);
  }

  /** Writes the file, whole or not at all. */
  public void write(Path target) {
    AtomicFile.write(target, bytes == null ? this::writeNew : this::writeBack);
  }

  private void writeBack(OutputStream out) throws IOException {
    long position = 0;
    for (StarTable table : tables()) {
      bytes.copy(position, table.region().start(), out);
      new StarTableWriter(table, out).writeInPlace();
      position = table.region().end();
    }
    bytes.copy(position, bytes.size(), out);
  }

  private void writeNew(OutputStream out) throws IOException {
    put(out, "# " + comment + "\n\n");
    String separator = "";
    for (StarBlock block : blocks) {
      put(out, separator + "data_" + block.name() + "\n");
      for (StarTable table : block.tables()) {
        put(out, "\n");
        new StarTableWriter(table, out).writeAnew();
      }
      separator = "\n\n";
    }
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
