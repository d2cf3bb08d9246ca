package org.cryodrgn.io.star;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelionSubsetTest {

  @TempDir Path folder;

  private RelionParticles particles(String... micrographs) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # version 50001
            data_general
            _rlnTomo  0

            data_optics
            loop_
            _rlnOpticsGroup
            _rlnImageSize
             7 64
             9 128
            data_particles
            loop_
            _rlnImageName
            _rlnOpticsGroup
            _rlnMicrographName
            """);
    for (int i = 0; i < micrographs.length; i++) {
      text.append(i + 1).append("@s.mrcs  ").append(i % 2 == 0 ? 7 : 9).append(' ');
      text.append(micrographs[i]).append('\n');
    }
    return RelionParticles.of(StarFile.read(Files.writeString(folder.resolve("p.star"), text)));
  }

  private String written(StarFile file) throws IOException {
    Path out = folder.resolve("out.star");
    file.write(out);
    return Files.readString(out);
  }

  @Test
  void keepsOtherBlocksAndTheOpticsInUse() throws IOException {
    RelionParticles all = particles("a.mrc", "b.mrc", "c.mrc");
    assertEquals(
        """
        # version 50001

        data_general

        _rlnTomo  0


        data_optics

        loop_
        _rlnOpticsGroup #1
        _rlnImageSize #2
         9 128


        data_particles

        loop_
        _rlnImageName #1
        _rlnOpticsGroup #2
        _rlnMicrographName #3
        2@s.mrcs  9 b.mrc
        """,
        written(RelionSubset.withUsedOptics(all.select(new int[] {1}))));
  }

  @Test
  void flattensTheOpticsIntoColumns() throws IOException {
    RelionParticles flat =
        RelionParticles.of(rewritten(RelionSubset.withoutOptics(particles("a", "b", "c"))));
    assertTrue(flat.optics().isEmpty());
    assertEquals(
        List.of("64", "128"),
        List.of(flat.text(2, "_rlnImageSize"), flat.text(1, "_rlnImageSize")));
  }

  private StarFile rewritten(StarFile file) throws IOException {
    written(file);
    return StarFile.read(folder.resolve("out.star"));
  }

  @Test
  void namesFilesAfterMicrographs() throws IOException {
    Map<Path, StarFile> files =
        RelionSubset.byMicrograph(particles("job/a.b.mrc", "/abs/c.tif", "job/a.b.mrc"));
    assertEquals(
        List.of(Path.of("job/a.b.star"), Path.of("abs/c.star")), List.copyOf(files.keySet()));
    RelionParticles first = RelionParticles.of(rewritten(files.get(Path.of("job/a.b.star"))));
    assertEquals("3@s.mrcs", first.imageName(1));
    assertEquals(1, first.optics().orElseThrow().rows());
  }

  @Test
  void refusesNamesThatLeaveTheFolderOrShareAFile() throws IOException {
    RelionParticles outside = particles("../x.mrc");
    assertTrue(
        assertThrows(DataException.class, () -> RelionSubset.byMicrograph(outside))
            .getMessage()
            .contains("outside the output folder"));
    RelionParticles shared = particles("x.mrc", "x.tif");
    assertTrue(
        assertThrows(DataException.class, () -> RelionSubset.byMicrograph(shared))
            .getMessage()
            .contains("share its file"));
  }
}
