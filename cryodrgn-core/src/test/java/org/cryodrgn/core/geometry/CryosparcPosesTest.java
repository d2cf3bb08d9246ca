package org.cryodrgn.core.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CryosparcPosesTest {

  @TempDir Path folder;

  /**
   * Rotations differ only where PyTorch's sine or cosine is not the nearest float32: at seven of
   * the 96 particles, by one unit of the last place.
   */
  @Test
  void cryosparcPosesAreThoseOfCryodrgn() {
    CsFile particles = CsFile.read(Golden.file("particles.cs"));
    Poses poses = CryosparcPoses.of(particles, 32, CryosparcJob.REFINEMENT);
    Poses golden = PoseFile.read(Golden.file("cli/pose.cs.pkl"));
    assertArrayEquals(golden.translations(), poses.translations());
    assertArrayEquals(golden.rotations(), poses.rotations(), 0x1p-23);
    assertEquals(
        7,
        IntStream.range(0, golden.rotations().length)
            .filter(k -> golden.rotations()[k] != poses.rotations()[k])
            .map(k -> k / 9)
            .distinct()
            .count());
    Poses doubled = CryosparcPoses.of(particles, null, CryosparcJob.HETEROGENEOUS_REFINEMENT);
    for (int i = 0; i < golden.translations().length; i++) {
      assertEquals(2 * golden.translations()[i], doubled.translations()[i]);
    }
    DataException e =
        assertThrows(
            DataException.class, () -> CryosparcPoses.of(particles, null, CryosparcJob.AB_INITIO));
    assertTrue(e.getMessage().contains("no field alignments_class_0/pose"), e.getMessage());
  }

  @Test
  void abInitioFieldsAndAGivenBox() {
    Path file = folder.resolve("a.cs");
    NpyField pose = new NpyField("alignments_class_0/pose", '<', 'f', 4, new int[] {3}, "");
    NpyField shift = new NpyField("alignments_class_0/shift", '<', 'f', 4, new int[] {2}, "");
    NpyFile.writeRecords(
        file,
        List.of(pose, shift),
        1,
        (row, record) -> {
          ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
          bytes.putFloat(0).putFloat(0).putFloat((float) (Math.PI / 2)).putFloat(4).putFloat(-8);
        });
    CsFile particles = CsFile.read(file);
    Poses poses = CryosparcPoses.of(particles, 16, CryosparcJob.of(true, false));
    assertArrayEquals(new double[] {0, 1, 0, -1, 0, 0, 0, 0, 1}, poses.rotations(), 1e-7);
    assertArrayEquals(new double[] {0.25, -0.5}, poses.translations());
    assertTrue(
        assertThrows(
                DataException.class,
                () -> CryosparcPoses.of(particles, null, CryosparcJob.of(true, false)))
            .getMessage()
            .contains("with -D"));
    assertTrue(
        assertThrows(
                DataException.class,
                () -> CryosparcPoses.of(particles, 16, CryosparcJob.of(false, false)))
            .getMessage()
            .endsWith(
                "has no alignments3D/pose but alignments_class_0/pose. If it is of an ab-initio"
                    + " reconstruction, run parse_pose_csparc --abinit and parse_ctf_csparc, and"
                    + " give their files as --poses and --ctf."));
  }

  /** Of three particles the second is likelier in class 1, the third in classes 1 and 12. */
  @Test
  void particlesOfOtherAbInitioClassesAreCounted() {
    float[][] posteriors = {{0, 0.6f, 0.4f, 0}, {0, 0.3f, 0.7f, 0}, {0, 0.2f, 0.3f, 0.5f}};
    List<NpyField> fields =
        Stream.of("3D", "_class_0", "_class_1", "_class_12")
            .map(job -> "alignments" + job + "/class_posterior")
            .map(name -> new NpyField(name, '<', 'f', 4, new int[0], ""))
            .toList();
    Path file = folder.resolve("k.cs");
    NpyFile.writeRecords(
        file,
        fields,
        posteriors.length,
        (row, record) -> {
          ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
          for (float each : posteriors[row]) {
            bytes.putFloat(each);
          }
        });
    CsFile particles = CsFile.read(file);
    assertEquals(2, CryosparcPoses.likelierElsewhere(particles, CryosparcJob.AB_INITIO));
    assertEquals(0, CryosparcPoses.likelierElsewhere(particles, CryosparcJob.REFINEMENT));
  }

  /** Poses of a 3D classification, which no option takes; those of a 2D one are single angles. */
  @Test
  void otherPosesAreNamed() {
    Path file = folder.resolve("c.cs");
    NpyField angle = new NpyField("alignments2D/pose", '<', 'f', 4, new int[0], "");
    NpyField pose = new NpyField("alignments_class3D_0/pose", '<', 'f', 4, new int[] {3}, "");
    NpyFile.writeRecords(file, List.of(angle, pose), 1, (row, record) -> {});
    CsFile particles = CsFile.read(file);
    assertEquals(Optional.of("alignments_class3D_0/pose"), CryosparcPoses.otherPose(particles));
    DataException e =
        assertThrows(
            DataException.class, () -> CryosparcPoses.of(particles, 16, CryosparcJob.REFINEMENT));
    assertEquals(
        file
            + ": has no alignments3D/pose but alignments_class3D_0/pose. Name the particles of a 3D"
            + " refinement.",
        e.getMessage());
    assertEquals(
        Optional.empty(), CryosparcPoses.otherPose(CsFile.read(Golden.file("particles.cs"))));
  }

  @Test
  void shiftsOfThreeComponentsAreRefused() {
    Path file = folder.resolve("s.cs");
    NpyField pose = new NpyField("alignments3D/pose", '<', 'f', 4, new int[] {3}, "");
    NpyField shift = new NpyField("alignments3D/shift", '<', 'f', 4, new int[] {3}, "");
    NpyFile.writeRecords(file, List.of(pose, shift), 2, (row, record) -> {});
    CsFile particles = CsFile.read(file);
    DataException e =
        assertThrows(
            DataException.class, () -> CryosparcPoses.of(particles, 16, CryosparcJob.REFINEMENT));
    assertTrue(
        e.getMessage().contains("shift): has 3 values a particle where 2 are due"), e.getMessage());
  }

  @Test
  void imagesOfAnotherBoxAreRefusedWithTheFix() {
    CsFile particles =
        CsFile.read(Golden.file("particles.cs"))
            .withNumbers("blob/shape", (row, values) -> Arrays.fill(values, row < 5 ? 32 : 64));
    DataException e =
        assertThrows(
            DataException.class, () -> CryosparcPoses.of(particles, 32, CryosparcJob.REFINEMENT));
    assertTrue(
        e.getMessage()
            .endsWith(
                "(row 6, field blob/shape): a box of 64 pixels after 32. Extract all particles in"
                    + " one box, or take those of one box (filter_cs)."),
        e.getMessage());
  }

  @Test
  void shiftsAtAnotherPixelSizeAreFoundInAnyRow() {
    CsFile golden = CsFile.read(Golden.file("particles.cs"));
    assertEquals(Optional.empty(), OtherPixelSize.of(golden, CryosparcJob.REFINEMENT));
    double size = golden.numbers(0, "blob/psize_A")[0];
    CsFile merged =
        golden.withNumbers(
            "alignments3D/psize_A",
            (row, values) -> values[0] = row < 2 ? size : row < 9 ? 2 * size : 1.0005 * size);
    OtherPixelSize other = OtherPixelSize.of(merged, CryosparcJob.REFINEMENT).orElseThrow();
    assertEquals("alignments3D/psize_A", other.field());
    assertEquals(7, other.rows());
    assertEquals(2, other.first());
    assertEquals(2 * size, other.ofShift(), 1e-6 * size);
    assertEquals(size, other.ofImage());
    assertEquals(Optional.empty(), OtherPixelSize.of(merged, CryosparcJob.AB_INITIO));
    CsFile smaller =
        golden.withNumbers("alignments3D/psize_A", (row, values) -> values[0] = size / 2);
    other = OtherPixelSize.of(smaller, CryosparcJob.REFINEMENT).orElseThrow();
    assertEquals(golden.size(), other.rows());
    assertEquals(0, other.first());
  }

  @Test
  void aPoseThatIsNotFiniteIsToldWithItsRow() {
    CsFile golden = CsFile.read(Golden.file("particles.cs"));
    CsFile poses =
        golden.withNumbers(
            "alignments3D/pose", (row, values) -> values[2] = row == 3 ? Double.NaN : 0);
    CsFile shifts =
        golden.withNumbers(
            "alignments3D/shift",
            (row, values) -> values[0] = row == 4 ? Double.NEGATIVE_INFINITY : 0);
    assertTrue(refused(poses).contains("(row 4, field alignments3D/pose): NaN where a finite"));
    assertTrue(refused(shifts).contains("(row 5, field alignments3D/shift): -Infinity where a"));
  }

  private static String refused(CsFile particles) {
    return assertThrows(
            DataException.class, () -> CryosparcPoses.of(particles, 32, CryosparcJob.REFINEMENT))
        .getMessage();
  }

  /** Shifts are divided by it. */
  @Test
  void aBoxOfZeroIsRefused() {
    CsFile particles =
        CsFile.read(Golden.file("particles.cs"))
            .withNumbers("blob/shape", (row, values) -> Arrays.fill(values, 0));
    DataException e =
        assertThrows(
            DataException.class, () -> CryosparcPoses.of(particles, null, CryosparcJob.REFINEMENT));
    assertTrue(
        e.getMessage().contains("blob/shape): 0.0 where a size above zero is due"), e.getMessage());
  }
}
