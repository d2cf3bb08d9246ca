package org.cryodrgn.cli.option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;

/** Folders that a pattern names, as Python's {@code Path.glob} reads it. */
public final class FolderPattern {

  private FolderPattern() {}

  /**
   * The folders that a pattern fits, sorted.
   *
   * @param pattern a folder, or with {@code * ? []} in its parts; {@code **} is a folder and all
   *     below it; empty for the current folder
   * @throws DataException if a folder on the way cannot be read
   */
  public static List<Path> expand(String pattern) {
    Path start = pattern.startsWith("/") ? Path.of("/") : Path.of("");
    List<Path> folders = List.of(start);
    for (String part : pattern.split("/")) {
      if (!part.isEmpty()) {
        TreeSet<Path> next = new TreeSet<>();
        for (Path folder : folders) {
          try {
            descend(folder, part, next);
          } catch (UncheckedIOException e) {
            throw DataException.cannotList(folder, e.getCause());
          } catch (IOException e) {
            throw DataException.cannotList(folder, e);
          }
        }
        folders = List.copyOf(next);
      }
    }
    return folders;
  }

  private static void descend(Path folder, String part, TreeSet<Path> next) throws IOException {
    if (part.equals("**")) {
      try (Stream<Path> tree = Files.walk(folder)) {
        tree.filter(Files::isDirectory).forEach(next::add);
      }
    } else if (part.matches(".*[*?\\[].*")) {
      try (DirectoryStream<Path> fitting = Files.newDirectoryStream(folder, part)) {
        for (Path path : fitting) {
          if (Files.isDirectory(path)) {
            next.add(path);
          }
        }
      }
    } else if (Files.isDirectory(folder.resolve(part))) {
      next.add(folder.resolve(part));
    }
  }
}
