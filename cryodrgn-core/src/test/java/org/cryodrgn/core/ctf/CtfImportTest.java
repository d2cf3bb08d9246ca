package org.cryodrgn.core.ctf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.ctf.CtfImport.Given;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtfImportTest {

  @TempDir Path folder;

  private RelionParticles relion30(String values) throws IOException {
    Path file = folder.resolve("p.star");
    Files.writeString(
        file, "data_\nloop_\n_rlnDefocusU\n_rlnDefocusV\n_rlnDefocusAngle\n" + values + "\n");
    return RelionParticles.read(file);
  }

  private RelionParticles twoGroups(int secondBox) throws IOException {
    Path file = folder.resolve("groups.star");
    Files.writeString(
        file,
        "data_optics\nloop_\n_rlnOpticsGroup\n_rlnVoltage\n_rlnImagePixelSize\n_rlnImageSize\n"
            + "_rlnSphericalAberration\n_rlnAmplitudeContrast\n_rlnBeamTiltX\n_rlnOddZernike\n"
            + "_rlnEvenZernike\n7 300 1.31 64 2.7 0.1 0 [0,0,0] [0.0,0]\n"
            + ("9 200 0.9 " + secondBox + " 1.4 0.07 0.5 [0,-1e-3,0] []\n\n")
            + "data_particles\nloop_\n_rlnOpticsGroup\n_rlnDefocusU\n_rlnDefocusV\n"
            + "_rlnDefocusAngle\n7 1 2 3\n9 4 5 6\n7 7 8 9\n");
    return RelionParticles.read(file);
  }

  @Test
  void eachParticleHasTheOpticsOfItsGroup() throws IOException {
    CtfTable table = CtfImport.fromRelion(twoGroups(64), Given.NOTHING);
    float[] first = {64, 1.31f, 1, 2, 3, 300, 2.7f, 0.1f, 0};
    float[] second = {64, 0.9f, 4, 5, 6, 200, 1.4f, 0.07f, 0};
    assertArrayEquals(first, Arrays.copyOfRange(table.values(), 0, 9));
    assertArrayEquals(second, Arrays.copyOfRange(table.values(), 9, 18));
    assertEquals(300, table.get(2, CtfTable.VOLTAGE));
  }

  @Test
  void subtomogramsAreRefusedWithTheCommandThatHelps() throws IOException {
    for (String label : List.of("_rlnTomoName", "_rlnCtfImage")) {
      Path file = folder.resolve("subtomograms.star");
      Files.writeString(file, "data_particles\nloop_\n_rlnImageName\n" + label + "\na.mrc b\n");
      RelionParticles particles = RelionParticles.read(file);
      String message =
          assertThrows(DataException.class, () -> CtfImport.fromRelion(particles, Given.NOTHING))
              .getMessage();
      assertTrue(message.contains("is a table of subtomograms"), message);
      assertTrue(message.contains("parse_relion"), message);
    }
  }

  /** RELION's particles name the picture of a micrograph's CTF beside its defocus. */
  @Test
  void particlesMayNameThePictureOfTheirCtf() throws IOException {
    RelionParticles particles =
        twoGroups(64).withColumn("_rlnCtfImage", row -> "CtfFind/job003/a.ctf:mrc");
    assertEquals(4, CtfImport.fromRelion(particles, Given.NOTHING).get(1, CtfTable.DEFOCUS_U));
  }

  @Test
  void groupsOfAnotherBoxAreRefusedWithTheFix() throws IOException {
    RelionParticles particles = twoGroups(128);
    String message =
        assertThrows(DataException.class, () -> CtfImport.fromRelion(particles, Given.NOTHING))
            .getMessage();
    assertTrue(message.contains("row 2, line 22"), message);
    assertTrue(message.contains("a box of 128 pixels after 64. Extract all"), message);
    Given box = new Given(32, null, null, null, null, null);
    assertEquals(32, CtfImport.fromRelion(particles, box).get(1, CtfTable.BOX));
    CtfTable one = CtfImport.fromRelion(particles.select(new int[] {1}), Given.NOTHING);
    assertEquals(128, one.get(0, CtfTable.BOX));
  }

  @Test
  void cryosparcImagesOfAnotherBoxAreRefusedWithTheFix() {
    CsFile particles =
        CsFile.read(Golden.file("particles.cs"))
            .withNumbers("blob/shape", (row, values) -> Arrays.fill(values, row < 5 ? 32 : 64));
    String message =
        assertThrows(DataException.class, () -> CtfImport.fromCryosparc(particles, null, null))
            .getMessage();
    assertTrue(message.contains("(row 6, field blob/shape): a box of 64 pixels after 32"), message);
    int[] ofOneBox = {5, 6};
    assertEquals(
        64, CtfImport.fromCryosparc(particles.select(ofOneBox), null, null).get(1, CtfTable.BOX));
  }

  @Test
  void aberrationsWithoutATermAreNamed() throws IOException {
    RelionParticles particles = twoGroups(64);
    assertEquals(List.of("_rlnBeamTiltX", "_rlnOddZernike"), RelionAberrations.of(particles));
    assertEquals(List.of(), RelionAberrations.of(particles.select(new int[] {0, 2})));
    RelionParticles without = relion30("1 2 3").withColumn("_rlnBeamTiltY", row -> "-0.3");
    assertEquals(List.of("_rlnBeamTiltY"), RelionAberrations.of(without));
  }

  /** The golden particles with fields under other names, no longer than their own. */
  private CsFile renamed(String... names) throws IOException {
    String text = Files.readString(Golden.file("particles.cs"), StandardCharsets.ISO_8859_1);
    for (int i = 0; i < names.length; i += 2) {
      String before = "'" + names[i] + "'";
      String after = "'" + names[i + 1] + "'";
      text = text.replace(before, after + " ".repeat(before.length() - after.length()));
    }
    Path file = folder.resolve("renamed.cs");
    return CsFile.read(Files.writeString(file, text, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aberrationsOfCryosparcAreNamed() throws IOException {
    CsFile flat =
        renamed("ctf/scale_const", "ctf/tilt_A", "blob/psize_A", "ctf/tetra_A")
            .withNumbers("ctf/tilt_A", (row, values) -> Arrays.fill(values, 0));
    CsFile tilted =
        flat.withNumbers("ctf/tilt_A", (row, values) -> values[0] = row == 5 ? -0.01 : 0);
    assertEquals(List.of("ctf/tetra_A"), CryosparcAberrations.of(flat));
    assertEquals(List.of("ctf/tilt_A", "ctf/tetra_A"), CryosparcAberrations.of(tilted));
    assertEquals(List.of("ctf/tetra_A"), CryosparcAberrations.of(tilted.select(new int[] {4, 6})));
  }

  @Test
  void allThatOptionsSupplyIsAskedForAtOnce() throws IOException {
    CsFile particles = renamed("blob/shape", "blob/x", "blob/psize_A", "blob/y");
    String message =
        assertThrows(DataException.class, () -> CtfImport.fromCryosparc(particles, null, null))
            .getMessage();
    assertTrue(
        message.endsWith(
            ": has no field blob/shape, blob/psize_A. Give the box size in pixels with -D, the"
                + " pixel size in Å with --Apix."),
        message);
    CtfTable table = CtfImport.fromCryosparc(particles, 64, 3.5);
    assertEquals(64, table.get(7, CtfTable.BOX));
    assertEquals(3.5f, table.get(7, CtfTable.PIXEL_SIZE));
  }

  /** No option would help with it. */
  @Test
  void aPassthroughFileIsToldFromOneWithoutImages() {
    CsFile passthrough = CsFile.read(Golden.file("particles_passthrough.cs"));
    String message =
        assertThrows(DataException.class, () -> CtfImport.fromCryosparc(passthrough, null, null))
            .getMessage();
    assertTrue(message.contains(": no field ctf/df1_A. It has uid, "), message);
  }

  @Test
  void relionValuesAreThoseOfCryodrgn() {
    CtfTable table =
        CtfImport.fromRelion(RelionParticles.read(Golden.file("particles.star")), Given.NOTHING);
    assertArrayEquals(CtfFile.read(Golden.file("cli/ctf.star.pkl")).values(), table.values());
  }

  @Test
  void cryosparcValuesAreThoseOfCryodrgn() {
    CsFile particles = CsFile.read(Golden.file("particles.cs"));
    float[] golden = CtfFile.read(Golden.file("cli/ctf.cs.pkl")).values();
    assertArrayEquals(golden, CtfImport.fromCryosparc(particles, null, null).values());
    // what the file tells is not overridden
    assertArrayEquals(golden, CtfImport.fromCryosparc(particles, 64, 1.0).values());
  }

  @Test
  void cryosparcAnglesAreRadians() {
    CsFile particles =
        CsFile.read(Golden.file("particles.cs"))
            .withNumbers("ctf/phase_shift_rad", (row, values) -> values[0] = Math.PI / 2)
            .withNumbers("ctf/df_angle_rad", (row, values) -> values[0] = -Math.PI / 6);
    CtfTable table = CtfImport.fromCryosparc(particles, null, null);
    assertEquals(90, table.get(95, CtfTable.PHASE_SHIFT), 1e-4);
    assertEquals(-30, table.get(95, CtfTable.DEFOCUS_ANGLE), 1e-4);
    CsFile percent =
        particles.withNumbers("ctf/amp_contrast", (row, values) -> values[0] = row == 4 ? 10 : 0.1);
    String message =
        assertThrows(DataException.class, () -> CtfImport.fromCryosparc(percent, null, null))
            .getMessage();
    assertTrue(message.contains("(row 5, field ctf/amp_contrast): 10.0 is no value"), message);
  }

  @Test
  void givenValuesOverrideAndFillIn() throws IOException {
    Given given = new Given(128, 1.5, 200.0, 1.4, 0.07, 90.0);
    float[] row = CtfImport.fromRelion(relion30("10000 9000 45"), given).values();
    assertArrayEquals(new float[] {128, 1.5f, 10000, 9000, 45, 200, 1.4f, 0.07f, 90}, row);
    RelionParticles golden = RelionParticles.read(Golden.file("particles.star"));
    CtfTable table = CtfImport.fromRelion(golden, new Given(null, null, 200.0, null, null, null));
    assertEquals(200f, table.get(95, CtfTable.VOLTAGE));
    assertEquals(2.7f, table.get(95, CtfTable.SPHERICAL_ABERRATION));
  }

  @Test
  void everyMissingValueNamesItsOption() throws IOException {
    RelionParticles particles = relion30("10000 9000 45");
    Object[] given = {128, 1.5, 200.0, 1.4, 0.07};
    String[] options = {"-D", "--Apix", "--kv", "--cs", "-w"};
    for (int missing = 0; missing < given.length; missing++) {
      Object[] rest = given.clone();
      rest[missing] = null;
      Given incomplete =
          new Given(
              (Integer) rest[0],
              (Double) rest[1],
              (Double) rest[2],
              (Double) rest[3],
              (Double) rest[4],
              null);
      String message =
          assertThrows(DataException.class, () -> CtfImport.fromRelion(particles, incomplete))
              .getMessage();
      assertTrue(message.endsWith("with " + options[missing] + "."), message);
    }
    String message =
        assertThrows(
                DataException.class,
                () ->
                    CtfImport.fromRelion(
                        RelionParticles.read(Golden.file("cli/written30.star")),
                        new Given(32, 7.11, null, null, null, null)))
            .getMessage();
    assertTrue(
        message.endsWith(
            "has no column _rlnVoltage, _rlnSphericalAberration, _rlnAmplitudeContrast. Give the"
                + " voltage in kV with --kv, the spherical aberration in mm with --cs, the"
                + " amplitude contrast with -w."),
        message);
    Given all = new Given(128, 1.5, 200.0, 1.4, 0.07, null);
    assertEquals(0, CtfImport.fromRelion(particles, all).get(0, CtfTable.PHASE_SHIFT));
  }

  @Test
  void relion30FilesGetAHintOfTheirPixelSize() throws IOException {
    Path file = folder.resolve("p30.star");
    Files.writeString(
        file,
        "data_\n"
            + "loop_\n"
            + "_rlnDefocusU\n"
            + "_rlnDefocusV\n"
            + "_rlnDefocusAngle\n"
            + "_rlnDetectorPixelSize\n"
            + "_rlnMagnification\n"
            + "1 1 0 5 38168\n");
    RelionParticles particles = RelionParticles.read(file);
    Given given = new Given(128, null, null, null, null, null);
    String message =
        assertThrows(DataException.class, () -> CtfImport.fromRelion(particles, given))
            .getMessage();
    assertTrue(message.contains("--Apix (detector and magnification give 1.310 Å"), message);
  }

  @Test
  void tellsTheRowOfAValueThatIsNotFinite() throws IOException {
    RelionParticles particles = relion30("1 2 3\n1 inf 3");
    Given all = new Given(128, 1.5, 200.0, 1.4, 0.07, null);
    String message =
        assertThrows(DataException.class, () -> CtfImport.fromRelion(particles, all)).getMessage();
    assertTrue(message.contains("row 2, line 7, column _rlnDefocusV): Infinity"), message);
  }
}
