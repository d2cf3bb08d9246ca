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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.core.geometry.CryosparcJob;
import org.cryodrgn.core.geometry.CryosparcPoses;
import org.cryodrgn.core.geometry.RelionPoses;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.selection.IndexFile;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteStarCommandTest {

  @TempDir Path folder;

  @Test
  void writeStarEqualsTheReference() throws IOException {
    Path out = folder.resolve("w.star");
    Path here = Path.of("").toAbsolutePath().relativize(GOLDEN.toAbsolutePath());
    String pickles = " --ctf GOLDEN/ctf.pkl --poses GOLDEN/poses.pkl -o " + out;
    run("write_star GOLDEN/particles.mrcs --ind GOLDEN/ind.pkl" + pickles);
    List<String> golden = body(GOLDEN.resolve("cli/written.star"));
    assertEquals(golden, shortened(body(out), GOLDEN.toString()));
    run("write_star " + here + "/particles.mrcs --relion30" + pickles);
    List<String> golden30 = body(GOLDEN.resolve("cli/written30.star"));
    assertEquals(golden30, shortened(body(out), here.toString()));
    Path list = Files.writeString(folder.resolve("l.txt"), GOLDEN + "/particles.mrcs\n");
    run("write_star " + list + " --ind GOLDEN/ind.pkl --full-path" + pickles);
    assertEquals(golden, shortened(body(out), GOLDEN.toAbsolutePath().normalize().toString()));
  }

  /** {@code ls $PWD/*.mrcs} lists full paths, which hold wherever the .star file lies. */
  @Test
  void writeStarNamesStacksAsTheListDoes() throws IOException {
    Path stack = Files.copy(GOLDEN.resolve("particles.mrcs"), folder.resolve("p.mrcs"));
    Path list = folder.resolve("l.txt");
    Path out = folder.resolve("elsewhere/w.star");
    String line = "write_star " + list + " --ctf GOLDEN/ctf.pkl -o " + out;
    Files.writeString(list, stack.toAbsolutePath() + "\n");
    run(line);
    assertEquals("1@" + stack.toAbsolutePath(), RelionParticles.read(out).imageName(0));
    Files.writeString(list, "p.mrcs\n");
    run(line);
    assertEquals("1@p.mrcs", RelionParticles.read(out).imageName(0));
  }

  /** The pickles are of the box before: what is written is of the images' own. */
  @Test
  void writeStarOfSmallerImagesIsReadBackAsItWas() {
    Path out = folder.resolve("small.star");
    run(
        "write_star GOLDEN/cli/particles.16.mrcs --ctf GOLDEN/ctf.pkl --poses GOLDEN/poses.pkl -o "
            + out);
    run("parse_pose_star " + out + " -o " + folder.resolve("back.pkl"));
    assertArrayEquals(
        PoseFile.read(GOLDEN.resolve("poses.pkl")).translations(),
        PoseFile.read(folder.resolve("back.pkl")).translations(),
        1e-7);
    RelionParticles written = RelionParticles.read(out);
    assertEquals(16, written.number(0, "_rlnImageSize"));
    assertEquals(14.22, written.number(0, "_rlnImagePixelSize"), 1e-4);
  }

  /** cryoDRGN writes the stack as it was named, which was without a folder. */
  private static List<String> shortened(List<String> lines, String stackFolder) {
    return lines.stream().map(line -> line.replace("@" + stackFolder + "/", "@")).toList();
  }

  @Test
  void writeStarOfACsFileTakesItsOwnPosesAndCtf() {
    Path out = folder.resolve("w.star");
    run("write_star GOLDEN/particles.cs --ind GOLDEN/ind.pkl -o " + out);
    RelionParticles written = RelionParticles.read(out);
    int[] ind = IndexFile.read(GOLDEN.resolve("ind.pkl"));
    CsFile cs = CsFile.read(GOLDEN.resolve("particles.cs")).select(ind);
    assertEquals(ind[0] + 1 + "@particles.mrcs", written.imageName(0));
    assertArrayEquals(
        CtfImport.fromCryosparc(cs, null, null).values(),
        CtfImport.fromRelion(written, CtfImport.Given.NOTHING).values());
    assertArrayEquals(
        CryosparcPoses.of(cs, null, CryosparcJob.REFINEMENT).rotations(),
        RelionPoses.of(written, null, null).rotations(),
        1e-6);
  }

  /** The name of the poses' field is changed within the header, whose length stays. */
  @Test
  void writeStarTellsThatACsFileHasNoPosesOfARefinement() throws IOException {
    String bytes =
        Files.readString(GOLDEN.resolve("particles.cs"), StandardCharsets.ISO_8859_1)
            .replace("alignments3D/pose", "alignments3X/pose");
    Path cs = Files.writeString(folder.resolve("p.cs"), bytes, StandardCharsets.ISO_8859_1);
    String line = "write_star " + cs + " --datadir " + GOLDEN + " -o " + folder.resolve("w.star");
    Outcome outcome = CommandRunner.succeeds(line);
    assertTrue(
        outcome
            .out()
            .contains(
                cs
                    + ": has no alignments3D/pose but alignments3X/pose: no poses are written. Give"
                    + " them as --poses; parse_pose_csparc makes them of a 3D refinement, with"
                    + " --abinit of an ab-initio reconstruction"),
        outcome.out());
    Outcome given = CommandRunner.succeeds(line + " --poses " + GOLDEN.resolve("poses.pkl"));
    assertFalse(given.out().contains("alignments3D/pose"), given.out());
  }

  /** -D is an option of parse_ctf_csparc, not of write_star. */
  @Test
  void writeStarNamesTheCommandThatIsGivenTheBox() throws IOException {
    String bytes =
        Files.readString(GOLDEN.resolve("particles.cs"), StandardCharsets.ISO_8859_1)
            .replace("blob/shape", "blob/shapX");
    Path cs = Files.writeString(folder.resolve("p.cs"), bytes, StandardCharsets.ISO_8859_1);
    String message =
        failure(1, "write_star " + cs + " --datadir GOLDEN -o " + folder.resolve("w.star"));
    assertTrue(message.contains("with -D, to parse_pose_csparc and parse_ctf_csparc"), message);
  }

  @Test
  void writeStarOfAStarFileKeepsEveryColumnAndNoPrivateOnes() throws IOException {
    Path out = folder.resolve("w.star");
    run("write_star GOLDEN/particles.star --ind GOLDEN/ind.pkl -o " + out);
    assertEquals(body(GOLDEN.resolve("cli/filtered.star")), body(out));
    run("write_star GOLDEN/particles.star --ind GOLDEN/ind.pkl --relion30 --full-path -o " + out);
    RelionParticles flat = RelionParticles.read(out);
    assertFalse(flat.optics().isPresent());
    assertEquals("7.110000", flat.text(4, "_rlnImagePixelSize"));
    assertEquals(
        "91@" + GOLDEN.resolve("particles.mrcs").toAbsolutePath().normalize(), flat.imageName(4));
    assertArrayEquals(
        CtfFile.read(GOLDEN.resolve("cli/ctf.star.pkl"))
            .select(IndexFile.read(GOLDEN.resolve("ind.pkl")))
            .values(),
        CtfImport.fromRelion(flat, CtfImport.Given.NOTHING).values());
  }

  @Test
  void writeStarTellsInOneLineWhatCannotBeDone() throws IOException {
    Path out = folder.resolve("out");
    assertTrue(
        failure(2, "write_star GOLDEN/particles.mrcs -o x.star").contains("--ctf is needed"));
    assertTrue(
        failure(2, "write_star GOLDEN/particles.star --ctf GOLDEN/ctf.pkl -o x.star")
            .contains("leave out --ctf"));
    Path few = folder.resolve("few.pkl");
    CtfFile.write(few, CtfFile.read(GOLDEN.resolve("ctf.pkl")).select(new int[] {1, 2}));
    assertTrue(
        failure(1, "write_star GOLDEN/particles.mrcs --ctf " + few + " -o " + out + ".star")
            .contains("2 CTF parameters for 96 particles"));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(few), files.toList());
    }
  }
}
