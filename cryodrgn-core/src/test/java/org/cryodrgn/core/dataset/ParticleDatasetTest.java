package org.cryodrgn.core.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.core.dataset.ParticleDataset.Source;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParticleDatasetTest {

  private static final Path DATA = Path.of(System.getProperty("cryodrgn.test-data"));
  private static final Path GOLDEN = DATA.resolve("golden");

  @TempDir Path folder;

  private static Source source(Path particles, Path poses, Path ctf) {
    return new Source(particles, GOLDEN, GOLDEN.resolve("ind.pkl"), 3, poses, ctf);
  }

  @ParameterizedTest
  @ValueSource(strings = {"golden/particles.star", "golden/particles.cs", "csdat/particles.cs"})
  void picklesWhatTheTableHolds(String name) {
    Source source = source(DATA.resolve(name), null, null);
    try (ParticleDataset pickled = ParticleDataset.openPickled(source, folder)) {
      assertEquals(folder.resolve("poses.pkl"), pickled.source().poses());
      assertEquals(96, PoseFile.read(folder.resolve("poses.pkl")).size());
      assertEquals(96, CtfFile.read(folder.resolve("ctf.pkl")).size());
      try (ParticleDataset again = ParticleDataset.open(pickled.source())) {
        assertEquals(3, again.stack().size());
        assertArrayEquals(again.poses().rotations(), pickled.poses().rotations());
        assertArrayEquals(again.poses().translations(), pickled.poses().translations());
        assertArrayEquals(again.ctf().orElseThrow().values(), pickled.ctf().orElseThrow().values());
      }
    }
  }

  /** cryoDRGN looks in the table's own folder alone, and takes --datadir from config.yaml. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theProjectThatImagesAreFoundInIsTold(boolean pickled) throws IOException {
    Path project = folder.resolve("project");
    Path extract = Files.createDirectories(project.resolve("Extract"));
    Files.copy(GOLDEN.resolve("particles.mrcs"), extract.resolve("particles.mrcs"));
    Path job = Files.createDirectories(project.resolve("Refine3D/job001"));
    String text = Files.readString(GOLDEN.resolve("particles.star"));
    Path star =
        Files.writeString(
            job.resolve("run_data.star"),
            text.replace("@particles.mrcs", "@Extract/particles.mrcs"));
    Path beside = Files.writeString(extract.resolve("particles.star"), text);
    Path poses = pickled ? GOLDEN.resolve("poses.pkl") : null;
    Path ctf = pickled ? GOLDEN.resolve("ctf.pkl") : null;
    assertEquals(project, dataDir(new Source(star, null, null, 0, poses, ctf)));
    assertNull(dataDir(new Source(beside, null, null, 0, poses, ctf)));
    assertEquals(extract, dataDir(new Source(star, extract, null, 0, poses, ctf)));
  }

  private Path dataDir(Source source) {
    try (ParticleDataset dataset = ParticleDataset.openPickled(source, folder)) {
      return dataset.source().dataDir();
    }
  }

  /** cryoDRGN reads selections in pickles alone. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSelectionInTextIsPickled(boolean pickled) throws IOException {
    Path text = Files.writeString(folder.resolve("i.txt"), "90 3\n5\n");
    Source source =
        new Source(
            GOLDEN.resolve("particles.star"),
            null,
            text,
            0,
            pickled ? GOLDEN.resolve("poses.pkl") : null,
            pickled ? GOLDEN.resolve("ctf.pkl") : null);
    Path file = folder.resolve("ind.pkl");
    for (int again = 0; again < 2; again++) {
      try (ParticleDataset dataset = ParticleDataset.openPickled(source, folder)) {
        assertEquals(file, dataset.source().indices());
        assertEquals(3, dataset.stack().size());
      }
      assertArrayEquals(new int[] {90, 3, 5}, IndexFile.read(file));
    }
    Files.writeString(text, "90 3 6");
    String message =
        assertThrows(DataException.class, () -> ParticleDataset.openPickled(source, folder))
            .getMessage();
    assertTrue(message.contains("ind.pkl: is there already and would be replaced"), message);
    assertArrayEquals(new int[] {90, 3, 5}, IndexFile.read(file));
  }

  @Test
  void otherPicklesAreNotReplaced() {
    PoseFile.write(
        folder.resolve("poses.pkl"), PoseFile.read(GOLDEN.resolve("poses.pkl")).select(new int[5]));
    Source source = source(GOLDEN.resolve("particles.star"), null, null);
    String message =
        assertThrows(DataException.class, () -> ParticleDataset.openPickled(source, folder))
            .getMessage();
    assertTrue(message.contains("poses.pkl: is there already"), message);
    assertEquals(5, PoseFile.read(folder.resolve("poses.pkl")).size());
  }

  /** As of a refinement that moved the particles and turned none. */
  @Test
  void posesThatDifferInShiftsAloneAreNotReplacedEither() {
    Source source = source(GOLDEN.resolve("particles.star"), null, null);
    ParticleDataset.openPickled(source, folder).close();
    Path file = folder.resolve("poses.pkl");
    Poses poses = PoseFile.read(file);
    double[] moved = poses.translations().clone();
    moved[7] += 0.01;
    PoseFile.write(file, new Poses(poses.rotations(), moved));
    assertThrows(DataException.class, () -> ParticleDataset.openPickled(source, folder));
    assertArrayEquals(moved, PoseFile.read(file).translations());
    PoseFile.write(file, poses);
    ParticleDataset.openPickled(source, folder).close();
  }
}
