package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path folder;

  private void create(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }

  /** By number, not by name, in which 10 comes before 9. */
  @Test
  void theLastEpochIsTheHighest() throws IOException {
    create("config.yaml", "weights.11.pkl");
    DataException none = assertThrows(DataException.class, () -> RunFolder.lastEpoch(folder));
    assertTrue(none.getMessage().contains("holds no z.N.pkl"), none.getMessage());
    create("z.2.pkl", "z.10.pkl", "z.9.pkl", "z.pkl", "z.12.pkl.partial");
    assertEquals(List.of(2, 9, 10), new RunFolder(folder, -1).epochs());
    assertEquals(10, RunFolder.lastEpoch(folder).epoch());
  }

  /** As train_nn writes it: no other epoch would help. */
  @Test
  void aRunWithoutLatentsIsToldAsOne() throws IOException {
    create("config.yaml", "weights.2.pkl", "weights.pkl");
    for (int epoch : new int[] {2, 3, -1}) {
      RunFolder run = new RunFolder(folder, epoch);
      DataException none = assertThrows(DataException.class, run::latents);
      assertTrue(none.getMessage().contains("Only runs with latent variables"), none.getMessage());
    }
    create("z.pkl");
    DataException other = assertThrows(DataException.class, new RunFolder(folder, 2)::latents);
    assertTrue(other.getMessage().contains("Choose an epoch that was written"));
  }

  /** A run of cryoDRGN before 2.3 has its settings in a pickle. */
  @Test
  void aFolderWithSettingsInAPickleIsToldHowToGoOn() throws IOException {
    create("config.pkl", "z.2.pkl");
    DataException old = assertThrows(DataException.class, () -> new RunFolder(folder, 2));
    assertTrue(
        old.getMessage().startsWith(folder.resolve("config.pkl") + ": is a config.pkl of"),
        old.getMessage());
  }

  @Test
  void filesOfTheEndHaveNoNumber() throws IOException {
    create("config.yaml", "z.pkl", "z.2.pkl", "weights.pkl", "weights.2.pkl", "pose.2.pkl");
    RunFolder end = new RunFolder(folder, -1);
    RunFolder second = new RunFolder(folder, 2);
    assertEquals(folder.resolve("z.pkl"), end.latents());
    assertEquals(folder.resolve("z.2.pkl"), second.latents());
    assertEquals(folder.resolve("weights.pkl"), end.weights());
    assertEquals(folder.resolve("weights.2.pkl"), second.weights());
    assertEquals(Optional.empty(), end.refinedPoses());
    assertEquals(Optional.of(folder.resolve("pose.2.pkl")), second.refinedPoses());
    assertEquals(folder.resolve("analyze"), end.analysis());
    assertEquals(folder.resolve("analyze.2"), second.analysis());
  }
}
