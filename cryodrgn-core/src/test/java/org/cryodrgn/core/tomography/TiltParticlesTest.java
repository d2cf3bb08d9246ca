package org.cryodrgn.core.tomography;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.StarTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiltParticlesTest {

  private static final Path DATA =
      Path.of(System.getProperty("cryodrgn.test-data")).resolve("tomography");

  @TempDir Path folder;

  @Test
  void equalsWhatCryodrgnMakes() {
    Path out = folder.resolve("p.star");
    TiltParticles.expand(DATA.resolve("tomograms.star"), DATA.resolve("particles.star"), 5760, 4092)
        .write(out);
    StarTable expected = RelionParticles.read(DATA.resolve("particles_2d.star")).table();
    StarTable actual = RelionParticles.read(out).table();
    assertEquals(expected.labels(), actual.labels());
    assertEquals(22, actual.rows());
    for (int row = 0; row < actual.rows(); row++) {
      for (int column = 0; column < expected.labels().size(); column++) {
        String label = expected.labels().get(column);
        if (label.endsWith("Name")) {
          assertEquals(expected.text(row, column), actual.text(row, column), label);
        } else {
          double difference = expected.number(row, column) - actual.number(row, column);
          assertEquals(0, label.contains("Angle") ? difference % 360 : difference, 2e-6, label);
        }
      }
    }
  }

  @Test
  void tellsWhatIsMissing() throws IOException {
    Path particles = folder.resolve("particles.star");
    String text = Files.readString(DATA.resolve("particles.star"));
    Files.writeString(particles, text.replaceFirst("TS_2 ", "TS_9 "));
    assertTold("the tomogram TS_9 is not in", DATA.resolve("tomograms.star"), particles);
    Files.writeString(particles, text.replace("[0,1,1,1,0]", "[0,1,1,1,0,1]"));
    assertTold("for a series of 5 tilts", DATA.resolve("tomograms.star"), particles);
    Files.writeString(particles, text.replace("[0,1,1,1,0]", "[0,1,2,1,0]"));
    assertTold("Write a 1 or 0 for each tilt", DATA.resolve("tomograms.star"), particles);
    Path flat =
        Files.writeString(
            folder.resolve("flat.star"),
            Files.readString(DATA.resolve("tomograms.star")).replace(" 1.35 ", " 0 "));
    assertTold("a pixel size of 0.0", flat, DATA.resolve("particles.star"));
    Path tomograms = Files.copy(DATA.resolve("tomograms.star"), folder.resolve("tomograms.star"));
    assertTold("no file 'tilt_series/TS_1.star'", tomograms, DATA.resolve("particles.star"));
    assertTold("no block data_global", particles, particles);
    Files.writeString(
        tomograms,
        "data_global\nloop_\n_rlnTomoName\n_rlnTomoTiltSeriesName\nTS_1.tomostar dummy.mrc\n\n"
            + "data_TS_1.tomostar\nloop_\n_rlnTomoProjX\n[1,0,0,0]\n");
    assertTold("is of RELION 4's form", tomograms, DATA.resolve("particles.star"));
  }

  private static void assertTold(String message, Path tomograms, Path particles) {
    DataException e =
        assertThrows(
            DataException.class, () -> TiltParticles.expand(tomograms, particles, 5760, 4092));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
