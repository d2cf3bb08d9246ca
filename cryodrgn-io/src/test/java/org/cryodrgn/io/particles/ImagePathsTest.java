package org.cryodrgn.io.particles;

import static org.cryodrgn.io.particles.SmallStacks.firstPixels;
import static org.cryodrgn.io.particles.SmallStacks.told;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the images are looked for that a table names. */
class ImagePathsTest {

  @TempDir Path folder;

  private SmallStacks small() {
    return new SmallStacks(folder);
  }

  @Test
  void pathsAreLookedForInTheirOrder() throws IOException {
    small().stack("project/Extract/job1/x.mrcs", 4, 1, 1);
    Path star = folder.resolve("project/Select/job2/particles.star");
    Files.createDirectories(star.getParent());
    Files.writeString(star, "data_\nloop_\n_rlnImageName\n1@Extract/job1/x.mrcs\n");
    assertArrayEquals(new float[] {1}, firstPixels(ParticleStacks.open(star, null), 0));
    small().stack("data/x.mrcs", 4, 1, 2);
    Path data = folder.resolve("data");
    assertArrayEquals(new float[] {2}, firstPixels(ParticleStacks.open(star, data), 0));
    small().stack("data/Extract/job1/x.mrcs", 4, 1, 3);
    assertArrayEquals(new float[] {3}, firstPixels(ParticleStacks.open(star, data), 0));
  }

  /** Stacks of one micrograph's name lie in a folder for each grid. */
  @Test
  void twoPathsDoNotLeadToOneFileByTheirLastNames() throws IOException {
    small().stack("flat/x.mrcs", 4, 2, 1);
    Path flat = folder.resolve("flat");
    Path same = small().star("1@Extract/job1/A/x.mrcs", "2@/old/Extract/job1/A/x.mrcs");
    assertArrayEquals(new float[] {2}, firstPixels(ParticleStacks.open(same, flat), 1));
    Path star = small().star("1@Extract/job1/A/x.mrcs", "1@Extract/job1/B/x.mrcs");
    String told =
        assertThrows(DataException.class, () -> ParticleStacks.open(star, flat)).getMessage();
    String both = "'Extract/job1/B/x.mrcs' and 'Extract/job1/A/x.mrcs' both lead to ";
    assertTrue(told.contains("(row 2): " + both + flat.resolve("x.mrcs")), told);
    small().stack("flat/Extract/job1/A/x.mrcs", 4, 1, 3);
    small().stack("flat/Extract/job1/B/x.mrcs", 4, 1, 4);
    assertArrayEquals(new float[] {3, 4}, firstPixels(ParticleStacks.open(star, flat), 0, 1));
  }

  @Test
  void aDataFolderThatIsNotThereIsNotPassedOver() throws IOException {
    small().stack("a.mrcs", 4, 1, 0);
    RelionParticles table = RelionParticles.read(small().star("1@a.mrcs"));
    Path data = folder.resolve("none");
    String told =
        assertThrows(DataException.class, () -> ParticleStacks.ofStar(table, data)).getMessage();
    assertTrue(told.startsWith(data + ": there is no such folder"), told);
  }

  @Test
  void symbolicLinksAreFollowedAndBrokenOnesNamed() throws IOException {
    Path real = small().stack("real.mrcs", 4, 1, 7);
    Path link = Files.createSymbolicLink(folder.resolve("link.mrcs"), real);
    Path star = small().star("1@link.mrcs");
    assertArrayEquals(new float[] {7}, firstPixels(ParticleStacks.open(star, null), 0));
    Files.delete(real);
    String told = told(star);
    assertTrue(told.contains(link + " (a symbolic link to " + real), told);
  }

  /** A table of a RELION job, linked into the folder that one works in. */
  @Test
  void aLinkedTableIsOfTheProjectThatItLeadsTo() throws IOException {
    small().stack("project/Extract/job1/x.mrcs", 4, 1, 5);
    Path star = folder.resolve("project/Refine3D/job2/run_data.star");
    Files.createDirectories(star.getParent());
    Files.writeString(star, "data_\nloop_\n_rlnImageName\n1@Extract/job1/x.mrcs\n");
    Path work = Files.createDirectories(folder.resolve("work"));
    Path link = Files.createSymbolicLink(work.resolve("particles.star"), star);
    assertArrayEquals(new float[] {5}, firstPixels(ParticleStacks.open(link, null), 0));
    Path job = Files.createSymbolicLink(work.resolve("job"), star.getParent());
    Path within = job.resolve("run_data.star");
    assertArrayEquals(new float[] {5}, firstPixels(ParticleStacks.open(within, null), 0));
    small().stack("work/Extract/job1/x.mrcs", 4, 1, 6);
    assertArrayEquals(new float[] {6}, firstPixels(ParticleStacks.open(link, null), 0));
  }

  @Test
  void everyPathThatWasTriedIsTold() throws IOException {
    small().stack("a.mrcs", 4, 1, 0);
    Path star = small().star("1@a.mrcs", "1@Extract/none.mrcs");
    Path data = Files.createDirectories(folder.resolve("data"));
    DataException error = assertThrows(DataException.class, () -> ParticleStacks.open(star, data));
    String told = error.getMessage();
    assertTrue(told.contains("(row 2): no file 'Extract/none.mrcs'"), told);
    assertTrue(told.contains("tried Extract/none.mrcs, "), told);
    assertTrue(told.contains(data.resolve("Extract/none.mrcs").toString()), told);
    assertTrue(told.contains(data.resolve("none.mrcs").toString()), told);
    assertTrue(told.contains(folder.resolve("Extract/none.mrcs").toString()), told);
    assertTrue(told.contains(folder.resolveSibling("Extract/none.mrcs").toString()), told);
    assertTrue(told.contains("--datadir"), told);
  }
}
