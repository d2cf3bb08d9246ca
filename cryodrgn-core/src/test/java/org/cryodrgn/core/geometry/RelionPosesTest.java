package org.cryodrgn.core.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.core.Golden;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelionPosesTest {

  @TempDir Path folder;

  private RelionParticles star(String labels, String... rows) throws IOException {
    Path file = folder.resolve("p.star");
    Files.writeString(
        file,
        "data_\n\nloop_\n_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n"
            + labels.replace(" ", "\n")
            + "\n"
            + String.join("\n", rows)
            + "\n");
    return RelionParticles.read(file);
  }

  @Test
  void relionPosesAreThoseOfCryodrgn() {
    Poses poses = RelionPoses.of(RelionParticles.read(Golden.file("particles.star")), null, null);
    Poses golden = PoseFile.read(Golden.file("cli/pose.star.pkl"));
    assertArrayEquals(golden.translations(), poses.translations());
    assertArrayEquals(golden.rotations(), poses.rotations());
  }

  @Test
  void shiftsInPixelsNeedNoPixelSize() throws IOException {
    RelionParticles particles = star("_rlnOriginX _rlnOriginY", "0 0 0 5 -10");
    assertArrayEquals(
        new double[] {0.05, -0.1}, RelionPoses.of(particles, 100, null).translations());
    assertTrue(
        assertThrows(DataException.class, () -> RelionPoses.of(particles, null, null))
            .getMessage()
            .contains("with -D"));
  }

  @Test
  void shiftsInAngstromsTakeThePixelSizeOfEachParticleOrTheGivenOne() throws IOException {
    RelionParticles particles =
        star(
            "_rlnOriginXAngst _rlnOriginYAngst _rlnImageSize _rlnImagePixelSize",
            "0 0 0 5 -10 100 2",
            "0 0 0 5 -10 50 4");
    assertArrayEquals(
        new double[] {0.025, -0.05, 0.025, -0.05},
        RelionPoses.of(particles, null, null).translations());
    assertArrayEquals(
        new double[] {0.5, -1, 0.5, -1}, RelionPoses.of(particles, 10, 1.0).translations());
    RelionParticles without =
        star("_rlnOriginXAngst _rlnOriginYAngst _rlnImageSize", "0 0 0 5 -10 100");
    assertTrue(
        assertThrows(DataException.class, () -> RelionPoses.of(without, null, null))
            .getMessage()
            .contains("with --Apix"));
  }

  @Test
  void oneOriginInPixelsDoesNotStandForTwo() throws IOException {
    RelionParticles particles =
        star(
            "_rlnOriginX _rlnOriginXAngst _rlnOriginYAngst _rlnImageSize _rlnImagePixelSize",
            "0 0 0 7 5 -10 100 2");
    assertArrayEquals(
        new double[] {0.025, -0.05}, RelionPoses.of(particles, null, null).translations());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, '_rlnImageSize): 0.0 is no size'",
    "31.5, 2, '_rlnImageSize): 31.5 is no size'",
    "inf, 2, '_rlnImageSize): Infinity is no size'",
    "32, 0, '_rlnImagePixelSize): 0.0 is no size'",
    "32, -1, '_rlnImagePixelSize): -1.0 is no size'"
  })
  void sizesThatCannotBeAreTold(String box, String pixelSize, String told) throws IOException {
    RelionParticles particles =
        star(
            "_rlnOriginXAngst _rlnOriginYAngst _rlnImageSize _rlnImagePixelSize",
            "0 0 0 5 -10 " + box + " " + pixelSize);
    String message =
        assertThrows(DataException.class, () -> RelionPoses.of(particles, null, null)).getMessage();
    assertTrue(message.contains("row 1, line 11, column " + told), message);
  }

  @Test
  void tellsTheRowOfAValueThatIsNotFinite() throws IOException {
    RelionParticles particles = star("_rlnOriginX _rlnOriginY", "0 0 0 5 -10", "0 nan 0 1 1");
    assertTrue(
        assertThrows(DataException.class, () -> RelionPoses.of(particles, 8, null))
            .getMessage()
            .contains("row 2, line 10): the angle is not a finite number"));
    RelionParticles shifted = star("_rlnOriginX _rlnOriginY", "0 0 0 5 -10", "0 0 0 1 inf");
    assertTrue(
        assertThrows(DataException.class, () -> RelionPoses.of(shifted, 8, null))
            .getMessage()
            .contains("row 2, line 10): the origin is not a finite number"));
  }
}
