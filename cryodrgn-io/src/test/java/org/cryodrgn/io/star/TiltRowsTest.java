package org.cryodrgn.io.star;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiltRowsTest {

  @TempDir Path folder;

  private RelionParticles table(String labels, String... rows) throws IOException {
    String text = "data_\nloop_\n_rlnImageName\n" + labels + "\n" + String.join("\n", rows) + "\n";
    return RelionParticles.read(Files.writeString(folder.resolve("t.star"), text));
  }

  /** cryoDRGN's TiltSeriesData.parse_particle_tilt gives b: 0 2 5, a: 1 4, c: 3. */
  @Test
  void particlesAreNumberedByTheirFirstRows() throws IOException {
    TiltRows tilts =
        TiltRows.of(
            table(
                "_rlnGroupNumber\n_rlnGroupName",
                "1@s 7 b",
                "2@s 7 a",
                "3@s 7 b",
                "4@s 7 c",
                "5@s 7 a",
                "6@s 7 b"));
    assertEquals(3, tilts.particles());
    assertArrayEquals(new int[] {3, 0, 2, 5}, tilts.of(new int[] {2, 0}));
    assertArrayEquals(new int[] {0, 2, 5, 1, 4, 3}, tilts.of(new int[] {0, 1, 2}));
  }

  @Test
  void numbersStandForNamesThatAreNotThere() throws IOException {
    TiltRows tilts = TiltRows.of(table("_rlnGroupNumber", "1@s 9", "2@s 4", "3@s 9"));
    assertArrayEquals(new int[] {0, 2}, tilts.of(new int[] {0}));
    RelionParticles none = table("_rlnMicrographName", "1@s a");
    String told = assertThrows(DataException.class, () -> TiltRows.of(none)).getMessage();
    assertTrue(told.contains("no column _rlnGroupName"), told);
  }
}
