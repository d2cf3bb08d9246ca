package org.cryodrgn.cli.command;

import static org.cryodrgn.cli.command.GoldenRuns.GOLDEN;
import static org.cryodrgn.cli.command.GoldenRuns.body;
import static org.cryodrgn.cli.command.GoldenRuns.failure;
import static org.cryodrgn.cli.command.GoldenRuns.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.core.geometry.RelionPoses;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.cryosparc.CsKind;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarCommandsTest {

  @TempDir Path folder;

  @Test
  void posesEqualTheReference() {
    run("parse_pose_star GOLDEN/particles.star -o " + folder.resolve("star.pkl"));
    run("parse_pose_csparc GOLDEN/particles.cs -D 32 -o " + folder.resolve("cs.pkl"));
    for (String kind : new String[] {"star", "cs"}) {
      Object[] golden =
          (Object[]) PickleReader.readAll(GOLDEN.resolve("cli/pose." + kind + ".pkl")).get(0);
      Object[] ours = (Object[]) PickleReader.readAll(folder.resolve(kind + ".pkl")).get(0);
      for (int part = 0; part < 2; part++) {
        NumpyArray expected = (NumpyArray) golden[part];
        NumpyArray array = (NumpyArray) ours[part];
        assertEquals(expected.dtype(), array.dtype());
        assertArrayEquals(expected.shape(), array.shape());
        double tolerance = part == 1 ? 0 : kind.equals("cs") ? 5e-7 : 4e-16;
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.toDoubles()[i], array.toDoubles()[i], tolerance);
        }
      }
    }
  }

  @Test
  void ctfEqualsTheReferenceAndIsPlotted() throws IOException {
    Path star = folder.resolve("star.pkl");
    Path cs = folder.resolve("cs.pkl");
    Path plot = folder.resolve("ctf.png");
    run("parse_ctf_star GOLDEN/particles.star -o " + star + " --png " + plot);
    run("parse_ctf_csparc GOLDEN/particles.cs -o " + cs);
    assertArrayEquals(
        CtfFile.read(GOLDEN.resolve("cli/ctf.star.pkl")).values(), CtfFile.read(star).values());
    assertArrayEquals(
        CtfFile.read(GOLDEN.resolve("cli/ctf.cs.pkl")).values(), CtfFile.read(cs).values());
    assertEquals('P', Files.readAllBytes(plot)[1]);
  }

  @Test
  void parseOptionsReachTheImport() {
    Path ctf = folder.resolve("ctf.pkl");
    run(
        "parse_ctf_star GOLDEN/particles.star -D 64 --Apix 2 --kv 200 --cs 1.5 -w 0.2 --ps 30 -o "
            + ctf);
    float[] row = CtfFile.read(ctf).select(new int[] {95}).values();
    assertEquals(
        List.of(64f, 2f, 200f, 1.5f, 0.2f, 30f),
        List.of(row[0], row[1], row[5], row[6], row[7], row[8]));
    Path pose = folder.resolve("pose.pkl");
    run("parse_pose_star GOLDEN/particles.star -D 64 --Apix 2 -o " + pose);
    Poses expected =
        RelionPoses.of(RelionParticles.read(GOLDEN.resolve("particles.star")), 64, 2.0);
    assertArrayEquals(expected.translations(), PoseFile.read(pose).translations());
    run("parse_pose_csparc GOLDEN/particles.cs --hetrefine -o " + pose);
    assertEquals(
        2 * PoseFile.read(GOLDEN.resolve("cli/pose.cs.pkl")).translations()[7],
        PoseFile.read(pose).translations()[7]);
    String message = failure(1, "parse_pose_csparc GOLDEN/particles.cs --abinit -o " + pose);
    assertTrue(message.contains("alignments_class_0/pose"), message);
  }

  /** 3 pixels by one column, 4.5 / 1.5 by the other; then 6 / 1.5. */
  @ParameterizedTest
  @CsvSource({"4.5, false", "6, true"})
  void shiftsThatAreThereTwiceAreTold(String angstroms, boolean told) throws IOException {
    Path star =
        Files.writeString(
            folder.resolve("twice.star"),
            "data_\n\nloop_\n_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnOriginX\n_rlnOriginY\n"
                + "_rlnOriginXAngst\n_rlnOriginYAngst\n_rlnImagePixelSize\n1 2 3 3 0 "
                + angstroms
                + " 0 1.5\n");
    Path poses = folder.resolve("twice.pkl");
    Outcome outcome =
        CommandRunner.succeeds(
            "parse_pose_star", star.toString(), "-D", "16", "-o", poses.toString());
    assertEquals(
        told, outcome.out().contains("row 1, line 12): _rlnOriginX is 3.0"), outcome.out());
    assertEquals(3. / 16, PoseFile.read(poses).translations()[0]);
  }

  @Test
  void parseStarWritesBothAndReplacesOnlyIfTold() throws IOException {
    Path ctf = folder.resolve("both/ctf.pkl");
    Path poses = folder.resolve("both/poses.pkl");
    String line = "parse_star GOLDEN/particles.star --ctf " + ctf + " --poses " + poses;
    run(line);
    assertArrayEquals(
        CtfFile.read(GOLDEN.resolve("cli/ctf.star.pkl")).values(), CtfFile.read(ctf).values());
    Path alone = folder.resolve("alone.pkl");
    run("parse_pose_star GOLDEN/particles.star -o " + alone);
    assertEquals(-1, Files.mismatch(alone, poses));
    Files.delete(ctf);
    assertTrue(failure(1, line).contains(poses + ": exists. Use --overwrite"));
    assertFalse(Files.exists(ctf));
    run(line + " -D 64 --Apix 2 --kv 200 --overwrite");
    assertEquals(200, CtfFile.read(ctf).get(5, 5));
    run("parse_pose_star GOLDEN/particles.star -D 64 --Apix 2 -o " + alone);
    assertEquals(-1, Files.mismatch(alone, poses));
    assertTrue(failure(2, "parse_star GOLDEN/particles.star").contains("--ctf, --poses or both"));
  }

  @Test
  void cryosparcFilesAreFilteredWithEveryField() throws IOException {
    Path out = folder.resolve("f.cs");
    Path old = folder.resolve("old.cs");
    run("filter_cs GOLDEN/particles.cs --ind GOLDEN/ind.pkl -o " + out);
    run("write_cs GOLDEN/particles.cs --ind GOLDEN/ind.pkl --full-path -o " + old);
    assertEquals(-1, Files.mismatch(out, old));
    CsFile all = CsFile.read(GOLDEN.resolve("particles.cs"));
    CsFile selected = CsFile.read(out);
    int[] indices = IndexFile.read(GOLDEN.resolve("ind.pkl"));
    assertEquals(indices.length, selected.size());
    assertEquals(all.fields(), selected.fields());
    for (String field : all.fields()) {
      assertEquals(all.describe(indices[2], field), selected.describe(2, field));
    }
    String whole = "write_cs GOLDEN/particles.cs -o " + old;
    run(whole);
    assertEquals(-1, Files.mismatch(GOLDEN.resolve("particles.cs"), old));
    assertTrue(failure(2, "filter_cs GOLDEN/particles.star --ind x -o y.cs").contains(".cs file"));
  }

  /** A selection of a CSDAT file is one, and says the same in either kind. */
  @Test
  void csdatFilesAreFilteredAsTheyAre() throws IOException {
    Path csdat = GOLDEN.resolveSibling("csdat").resolve("particles.cs");
    Path out = folder.resolve("f.cs");
    Path numpy = folder.resolve("n.cs");
    run("filter_cs " + csdat + " --ind GOLDEN/ind.pkl -o " + out);
    run("filter_cs " + csdat + " --ind GOLDEN/ind.pkl --cs-format numpy -o " + numpy);
    assertEquals(CsKind.CSDAT, CsFile.read(out).kind());
    assertEquals(CsKind.NUMPY, CsFile.read(numpy).kind());
    assertArrayEquals(CsFile.read(numpy).uids(), CsFile.read(out).uids());
    for (String command : List.of("parse_pose_csparc", "parse_ctf_csparc")) {
      Path ours = folder.resolve(command + ".pkl");
      Path same = folder.resolve(command + ".numpy.pkl");
      run(command + " " + csdat + " -o " + ours);
      run(command + " GOLDEN/particles.cs -o " + same);
      assertEquals(-1, Files.mismatch(same, ours));
    }
    assertTrue(failure(2, "filter_cs a.cs --ind x -o y.cs --cs-format hdf").contains("numpy"));
  }

  @Test
  void relionTomogramsBecomeImages() {
    Path tomography = GOLDEN.resolveSibling("tomography");
    Path out = folder.resolve("t.star");
    String line = "parse_relion -p " + tomography + "/particles.star -t " + tomography;
    String told = run(line + "/tomograms.star --tilt-dim 5760 4092 -o " + out);
    assertTrue(told.contains("6 of 6 particles have shifts, up to 4.2 Å"), told);
    assertFalse(told.contains("multiplied by their CTF"), told);
    RelionParticles images = RelionParticles.read(out);
    assertEquals(22, images.size());
    assertEquals("000003@Extract/TS_1/1_stack2d.mrcs", images.imageName(0));
    assertEquals(2688.943559, images.number(0, "_rlnCoordinateX"));
    assertTrue(failure(2, line + "/x.star --tilt-dim 0 9").contains("above zero"));
    assertTrue(failure(1, line + "/x.star --tilt-dim 9 9 -o " + out).contains("no such file"));
  }

  /** RELION multiplies stacks of tilt images by their CTF unless it is told not to. */
  @Test
  void imagesMultipliedByTheirCtfAreTold() throws IOException {
    Path tomography = GOLDEN.resolveSibling("tomography");
    String text = Files.readString(tomography.resolve("particles.star"));
    text =
        text.replace("_rlnImageSize #7", "_rlnImageSize #7\n_rlnCtfDataAreCtfPremultiplied #8")
            .replace(" 5.4 64", " 5.4 64 1");
    Path particles = Files.writeString(folder.resolve("p.star"), text);
    String told =
        run(
            "parse_relion -t %s/tomograms.star -p %s --tilt-dim 5760 4092 -o %s"
                .formatted(tomography, particles, folder.resolve("t.star")));
    assertTrue(told.contains("p.star: the images are multiplied by their CTF already"), told);
  }

  @Test
  void cryosparcFieldsAreShown() {
    Outcome outcome = CommandRunner.run("view_cs_header " + GOLDEN.resolve("particles.cs"));
    List<String> lines = outcome.out().lines().toList();
    assertEquals("96 particles", lines.get(0));
    CsFile file = CsFile.read(GOLDEN.resolve("particles.cs"));
    assertEquals(file.fields().size() + 1, lines.size());
    for (String line :
        List.of(
            "uid                 :    1981752126765237184",
            "blob/path           :    b'particles.mrcs'",
            "blob/shape          :    [32 32]",
            "ctf/df1_A           :    9318.935",
            "alignments3D/shift  :    [-0.5549901 -0.4477022]")) {
      assertTrue(lines.contains(line), outcome.out());
    }
  }

  /** The first row agrees, as in a file that was merged. */
  @Test
  void parsePoseTellsOfShiftsAtAnotherPixelSize() {
    CsFile golden = CsFile.read(GOLDEN.resolve("particles.cs"));
    double size = golden.numbers(0, "blob/psize_A")[0];
    Path cs = folder.resolve("p.cs");
    golden
        .withNumbers(
            "alignments3D/psize_A", (row, values) -> values[0] = row == 0 ? size : 2 * size)
        .write(cs);
    String line = "parse_pose_csparc " + cs + " -o " + folder.resolve("p.pkl");
    Outcome outcome = CommandRunner.succeeds(line);
    String told = cs + " (row 2, field alignments3D/psize_A): the shift is at ";
    assertTrue(outcome.out().contains(told), outcome.out());
    assertTrue(outcome.out().contains("95 of 96 rows differ"), outcome.out());
    assertFalse(CommandRunner.run(line + " --hetrefine").out().contains(told));
  }

  @Test
  void filterStarEqualsTheReference() throws IOException {
    Path out = folder.resolve("f.star");
    run("filter_star GOLDEN/particles.star --ind GOLDEN/ind.pkl -o " + out);
    assertEquals(body(GOLDEN.resolve("cli/filtered.star")), body(out));
    assertEquals("# version 30001", Files.readAllLines(out).get(0));
  }

  /** Particles 4 and 1 of six, with 3 images each: rows 16 to 18, then 5 to 7 of 22. */
  @Test
  void filterStarTakesAllTiltsOfParticles() throws IOException {
    Path images = GOLDEN.resolveSibling("tomography").resolve("particles_2d.star");
    Path out = folder.resolve("f.star");
    Path ind = Files.writeString(folder.resolve("ind.txt"), "4 1");
    String told = run("filter_star " + images + " --et --ind " + ind + " -o " + out);
    assertTrue(told.contains("Wrote 6 of 22 tilt images to " + out), told);
    RelionParticles all = RelionParticles.read(images);
    RelionParticles selected = RelionParticles.read(out);
    int[] rows = {16, 17, 18, 5, 6, 7};
    assertEquals(rows.length, selected.size());
    for (int i = 0; i < rows.length; i++) {
      assertEquals(all.imageName(rows[i]), selected.imageName(i));
    }
    Files.writeString(ind, "6");
    String line = "filter_star " + images + " --et --ind " + ind + " -o " + out;
    assertTrue(failure(1, line).contains("index 6, but there are 6 particles"));
  }

  @Test
  void filterStarWritesAFileForEachMicrograph() throws IOException {
    String line = "filter_star GOLDEN/particles.star -m -o " + folder + " --ind ";
    String told = run(line + "GOLDEN/ind.pkl");
    assertTrue(told.contains("Wrote 5 particles to 2 files in " + folder), told);
    RelionParticles first = RelionParticles.read(folder.resolve("mic_0000.star"));
    RelionParticles second = RelionParticles.read(folder.resolve("mic_0001.star"));
    assertEquals(4, first.size());
    assertEquals("000006@particles.mrcs", first.imageName(0));
    assertEquals(1, second.size());
    assertEquals("000091@particles.mrcs", second.imageName(0));
    told = run(line + Files.writeString(folder.resolve("one.txt"), "5"));
    assertTrue(told.contains("Wrote 1 particle to 1 file in " + folder), told);
  }

  @Test
  void whatCannotBeDoneIsToldInOneLine() throws IOException {
    Path out = folder.resolve("out");
    assertTrue(
        failure(1, "filter_star GOLDEN/particles.star --et --ind GOLDEN/ind.pkl -o x.star")
            .contains("no column _rlnGroupName"));
    assertTrue(
        failure(2, "parse_ctf_star GOLDEN/particles.star -o " + out).contains("must be a .pkl"));
    assertTrue(
        failure(2, "parse_pose_star GOLDEN/particles.cs -o x.pkl").contains("must be a .star"));
    assertTrue(
        failure(2, "parse_ctf_star GOLDEN/particles.cs -o x.pkl").contains("must be a .star"));
    assertTrue(
        failure(2, "filter_star GOLDEN/particles.mrcs --ind GOLDEN/ind.pkl -o x.star")
            .contains("must be a .star"));
    assertTrue(
        failure(2, "parse_ctf_star GOLDEN/particles.star --png x.gif -o x.pkl").contains(".png"));
    assertTrue(
        failure(2, "parse_ctf_star GOLDEN/particles.star -D 0 -o x.pkl").contains("above zero"));
    Path empty = Files.createFile(folder.resolve("empty.star"));
    assertTrue(failure(1, "parse_ctf_star " + empty + " -o " + out + ".pkl").contains("is empty"));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(empty), files.toList());
    }
  }
}
