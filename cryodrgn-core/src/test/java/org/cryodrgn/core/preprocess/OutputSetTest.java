package org.cryodrgn.core.preprocess;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.AtomicFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputSetTest {

  @TempDir Path folder;

  @Test
  void whatWasWrittenBeforeAFailureGoesAndLinksToItStay() throws IOException {
    Path scratch = folder.resolve("scratch.mrcs");
    Path link = Files.createSymbolicLink(folder.resolve("0.mrcs"), scratch);
    List<Path> files = List.of(link, folder.resolve("1.mrcs"), folder.resolve("2.mrcs"));
    assertThrows(
        IllegalStateException.class,
        () ->
            OutputSet.write(
                files,
                i -> {
                  if (i == 2) {
                    throw new IllegalStateException("the disk is full");
                  }
                  AtomicFile.writeText(files.get(i), "images");
                }));
    assertTrue(Files.isSymbolicLink(link));
    assertFalse(Files.exists(scratch));
    assertFalse(Files.exists(files.get(1)));
  }
}
