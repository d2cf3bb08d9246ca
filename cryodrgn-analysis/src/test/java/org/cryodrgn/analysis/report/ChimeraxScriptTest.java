package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChimeraxScriptTest {

  @TempDir Path folder;

  private List<String> commands() throws IOException {
    return Files.readAllLines(folder.resolve("open_volumes.cxc")).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  /** Names without folders: ChimeraX opens them beside the script, wherever it was copied to. */
  @Test
  void volumesAreOpenedInTheirOrder() throws IOException {
    List<Path> volumes = List.of(folder.resolve("vol_002.mrc"), folder.resolve("vol_001.mrc"));
    ChimeraxScript.series(folder, volumes);
    assertEquals(
        List.of("open vol_002.mrc vol_001.mrc vseries true", "volume all style surface", "view"),
        commands());
    ChimeraxScript.sideBySide(folder, volumes);
    assertEquals(
        List.of("open vol_002.mrc vol_001.mrc", "volume all style surface", "tile columns 5"),
        commands());
  }

  /** After ten, ChimeraX begins again. */
  @Test
  void coloursRepeat() {
    assertEquals(0xB2B2B2, ChimeraxScript.colour(0));
    assertEquals(0xCCCC99, ChimeraxScript.colour(9));
    assertEquals(0xB2B2B2, ChimeraxScript.colour(10));
    assertEquals(0xFFFFB2, ChimeraxScript.colour(21));
  }
}
