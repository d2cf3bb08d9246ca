package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

  @TempDir Path folder;

  @Test
  void aFolderIsListedByName() throws IOException {
    for (String name : List.of("b", "c", "a")) {
      Files.createFile(folder.resolve(name));
    }
    assertEquals(
        List.of("a", "b", "c"),
        InputFiles.list(folder).stream().map(file -> file.getFileName().toString()).toList());
  }

  /** To whom a folder is due, "is a folder. Name a file" says nothing. */
  @Test
  void aFolderThatCannotBeListedIsNotToldToBeAFolder() throws IOException {
    String stale = DataException.cannotList(folder, new IOException("Stale handle")).getMessage();
    assertTrue(stale.startsWith(folder + ": cannot be listed: Stale handle. "), stale);
    Path file = Files.createFile(folder.resolve("file"));
    String none = assertThrows(DataException.class, () -> InputFiles.list(file)).getMessage();
    assertTrue(none.startsWith(file + ": cannot be listed: "), none);
  }
}
