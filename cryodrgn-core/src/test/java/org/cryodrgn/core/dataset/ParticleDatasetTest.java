package org.cryodrgn.core.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.cryodrgn.core.dataset.ParticleDataset.Source;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
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
