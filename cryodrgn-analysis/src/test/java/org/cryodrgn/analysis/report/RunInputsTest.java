package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInputsTest {

  @TempDir Path folder;

  private static final String CONFIG =
      """
      dataset_args:
        ctf: ctf.pkl
        ind: null
        norm: [0, 33.5]
        particles: /data/particles.mrcs
        poses: /data/poses.pkl
      lattice_args: {D: 33, extent: 0.5, ignore_DC: true}
      model_args: {domain: fourier, encode_mode: resid, pdim: 20, pe_type: gaussian, \
      feat_sigma: 0.5, players: 2, qdim: 24, qlayers: 2, zdim: 4}
      """;

  private RunInputs inputs(String config) throws IOException {
    Files.writeString(folder.resolve("config.yaml"), config);
    return RunInputs.of(folder.resolve("config.yaml"));
  }

  private void writeCtf(float... boxesAndSizes) {
    float[] values = new float[boxesAndSizes.length / 2 * CtfTable.COLUMNS];
    for (int i = 0; i < boxesAndSizes.length / 2; i++) {
      values[i * CtfTable.COLUMNS + CtfTable.BOX] = boxesAndSizes[2 * i];
      values[i * CtfTable.COLUMNS + CtfTable.PIXEL_SIZE] = boxesAndSizes[2 * i + 1];
      values[i * CtfTable.COLUMNS + CtfTable.VOLTAGE] = 300;
    }
    CtfFile.write(folder.resolve("ctf.pkl"), new CtfTable(values));
  }

  @Test
  void thePixelSizeIsScaledToTheBoxThatWasTrainedOn() throws IOException {
    writeCtf(256, 1.5f, 256, 1.5f);
    RunInputs inputs = inputs(CONFIG);
    assertEquals(folder.resolve("ctf.pkl"), inputs.ctf());
    assertEquals(Path.of("/data/poses.pkl"), inputs.poses());
    assertNull(inputs.selection());
    assertEquals(12, inputs.pixelSize(true), 0);
  }

  /** A run is looked at from another folder than it was begun in. */
  @Test
  void filesAreFoundAboveTheRun() throws IOException {
    writeCtf(256, 1.5f);
    Path run = Files.createDirectories(folder.resolve("runs/one"));
    Path config = Files.writeString(run.resolve("config.yaml"), CONFIG);
    RunInputs inputs = RunInputs.of(config);
    assertEquals(folder.toAbsolutePath().resolve("ctf.pkl"), inputs.ctf());
    assertEquals(12, inputs.pixelSize(true), 0);
    Files.delete(folder.resolve("ctf.pkl"));
    assertEquals(1, RunInputs.of(config).pixelSize(false), 0);
    DataException refusal =
        assertThrows(DataException.class, () -> RunInputs.of(config).pixelSize(true));
    assertTrue(refusal.getMessage().contains("ctf.pkl: is not there"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("Give --Apix"), refusal.getMessage());
  }

  /** config.yaml names files by where they were when the run was begun. */
  @Test
  void filesOfAMovedProjectAreFound() throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/one"));
    Files.createDirectories(folder.resolve("inputs"));
    writeCtf(256, 1.5f);
    String old = CONFIG.replace("ctf: ctf.pkl", "ctf: /old/project/inputs/ctf.pkl");
    Path config = Files.writeString(run.resolve("config.yaml"), old);
    // A file of that name in another folder may be of another data set.
    assertEquals(Path.of("/old/project/inputs/ctf.pkl"), RunInputs.of(config).ctf());
    Path ctf = folder.toAbsolutePath().resolve("inputs/ctf.pkl");
    Files.move(folder.resolve("ctf.pkl"), ctf);
    assertEquals(ctf, RunInputs.of(config).ctf());
    Files.move(ctf, run.resolve("ctf.pkl"));
    assertEquals(run.resolve("ctf.pkl"), RunInputs.of(config).ctf());
  }

  @Test
  void ofSeveralPixelSizesTheFirstCounts() throws IOException {
    writeCtf(320, 1.31f, 320, 1.06f);
    assertEquals(13.1, inputs(CONFIG).pixelSize(true), 1e-9);
  }

  @Test
  void withoutCtfItIsOne() throws IOException {
    RunInputs inputs = inputs(CONFIG.replace("ctf.pkl", "null"));
    assertEquals(1, inputs.pixelSize(false), 0);
    DataException refusal = assertThrows(DataException.class, () -> inputs.pixelSize(true));
    assertTrue(refusal.getMessage().contains("Give --Apix"), refusal.getMessage());
  }

  @Test
  void withoutSelectionTheParticlesAreThoseOfTheStack() throws IOException {
    assertArrayEquals(new int[] {0, 1, 2}, inputs(CONFIG).originalIndices(3));
  }

  @Test
  void aSelectionIsOfAsManyParticlesAsTheLatents() throws IOException {
    Path selection = folder.resolve("ind.pkl");
    IndexFile.write(selection, new int[] {4, 8, 15, 16});
    RunInputs inputs = inputs(CONFIG.replace("ind: null", "ind: " + selection));
    assertArrayEquals(new int[] {4, 8, 15, 16}, inputs.originalIndices(4));
    for (int particles : new int[] {3, 5}) {
      DataException refusal =
          assertThrows(DataException.class, () -> inputs.originalIndices(particles));
      assertTrue(
          refusal.getMessage().contains("holds 4 indices, but the run has latents of " + particles),
          refusal.getMessage());
    }
  }
}
