package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes of a run whose weights, latents and config.yaml alone were copied to a laptop. */
class EvalVolCommandTest {

  private static final String EVAL =
      "eval_vol LAPTOP/weights.1.pkl -c LAPTOP/config.yaml -z 0 0 -o DIR/v.mrc";

  @TempDir static Path folder;

  @TempDir static Path laptop;

  @BeforeAll
  static void train() throws IOException {
    run("simulate hinge -n 6 -D 16 -o DIR/data");
    run(
        "train_vae DIR/data/particles.star --zdim 2 -n 1 -b 2 --enc-dim 8 --dec-dim 8"
            + " --no-analysis -o DIR/run");
    for (String name : List.of("weights.1.pkl", "z.1.pkl", "config.yaml")) {
      Files.copy(folder.resolve("run").resolve(name), laptop.resolve(name));
    }
    Path config = laptop.resolve("config.yaml");
    // As if it named files of the cluster.
    Files.writeString(
        config, Files.readString(config).replace(folder.toString(), "/cluster/project"));
  }

  private static Outcome outcome(String line) {
    return CommandRunner.run(
        line.replace("DIR", folder.toString()).replace("LAPTOP", laptop.toString()));
  }

  private static Outcome run(String line) {
    Outcome outcome = outcome(line);
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome;
  }

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  private static final String MODEL =
      "eval_vol "
          + GOLDEN.resolve("fourier_gaussian/weights.1.pkl")
          + " -c "
          + GOLDEN.resolve("fourier_gaussian/config.yaml");

  private static MrcVolume golden(String name) {
    return MrcVolume.read(GOLDEN.resolve("cli").resolve(name));
  }

  /** Each option by itself would give another map. */
  @Test
  void theOptionsAreCryodrgns() {
    int live = Engine.liveArrays();
    run(
        MODEL
            + " -z 0.1 -0.2 0.3 0 --Apix 2 --flip --invert --low-pass 12 --crop 24"
            + " -o DIR/changed.mrc");
    MrcVolume changed = MrcVolume.read(folder.resolve("changed.mrc"));
    assertEquals(24, changed.box());
    assertEquals(2, changed.pixelSize(), 1e-6);
    StackImages.assertClose(golden("vol_flip_invert_lp_crop.mrc").values(), changed.values());
    run(MODEL + " -z 0.1 -0.2 0.3 0 --Apix 2 -o DIR/plain.mrc");
    StackImages.assertClose(
        golden("vol.mrc").values(), MrcVolume.read(folder.resolve("plain.mrc")).values());
    assertEquals(live, Engine.liveArrays(), "native arrays that were not given back");
  }

  /** --Apix is that of the volumes as they are decoded, whatever box was trained on. */
  @Test
  void aPathIsCryodrgnsUnderTheNumbersAskedFor() throws IOException {
    Files.writeString(folder.resolve("ends.txt"), "-1 0 0 0\n0 0 0 0\n1 0 0 0\n");
    String points = " --z-start -1 0 0 0 --z-end 1 0 0 0 -n 3";
    for (String given : List.of(points, " --zfile DIR/ends.txt")) {
      Outcome outcome =
          run(MODEL + given + " -d 16 --Apix 5 --vol-start-index 9 --prefix map_ -o DIR/path");
      for (int i = 0; i < 3; i++) {
        Path file = folder.resolve("path").resolve("map_0%s.mrc".formatted(i == 0 ? "09" : 9 + i));
        MrcVolume volume = MrcVolume.read(file);
        StackImages.assertClose(golden("traj/vol_00" + (i + 1) + ".mrc").values(), volume.values());
        assertEquals(5, volume.pixelSize(), 1e-6);
        Files.delete(file);
      }
      assertTrue(outcome.out().contains("Wrote 3 volumes to "), outcome.out());
    }
  }

  @Test
  void theHeaderAloneDoesNotNeedTheCtf() {
    Outcome outcome = run(EVAL);
    assertTrue(outcome.out().contains("ctf.pkl: is not there or may not be read"), outcome.out());
    assertTrue(outcome.out().contains("written as 1 Å: give --Apix"), outcome.out());
    assertEquals(1, MrcVolume.read(folder.resolve("v.mrc")).pixelSize(), 0);
    Outcome told = run(EVAL + " --low-pass 20 --Apix 3");
    assertFalse(told.out().contains("ctf.pkl"), told.out());
    assertEquals(3, MrcVolume.read(folder.resolve("v.mrc")).pixelSize(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {EVAL, "analyze LAPTOP 1 -o DIR/out", "analyze_convergence LAPTOP 1 -o DIR/out"})
  void aFilterDoes(String line) {
    Outcome outcome = outcome(line + " --low-pass 20");
    assertEquals(1, outcome.exitCode());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains("ctf.pkl: is not there"), outcome.err());
    assertTrue(outcome.err().contains("Give --Apix, or put the file there"), outcome.err());
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
