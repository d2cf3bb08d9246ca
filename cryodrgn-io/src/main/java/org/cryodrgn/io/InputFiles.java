package org.cryodrgn.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that a command reads, which it must leave as they are. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * Checks that an output would replace none of the inputs.
   *
   * @throws InputReplacedException if it would
   */
  public static void requireKept(Path output, Iterable<Path> inputs) {
    for (Path input : inputs) {
      if (same(output, input)) {
        throw new InputReplacedException(output);
      }
    }
  }

  /**
   * The files and folders that lie in a folder, sorted by name.
   *
   * @throws DataException if it cannot be listed
   */
  public static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (UncheckedIOException e) {
      throw DataException.cannotList(folder, e.getCause());
    } catch (IOException e) {
      throw DataException.cannotList(folder, e);
    }
  }

  /** Whether two paths lead to one file, which need not be there yet. */
  public static boolean same(Path a, Path b) {
    try {
      return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize())
          || Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }
}
