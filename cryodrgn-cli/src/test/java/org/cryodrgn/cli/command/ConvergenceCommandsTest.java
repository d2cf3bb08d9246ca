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
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** analyze_convergence and make_movies on a training of three epochs and six particles. */
class ConvergenceCommandsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    run("simulate hinge -n 6 -D 16 -o DIR/data");
    run(
        "train_vae DIR/data/particles.star --zdim 3 -n 3 -b 2 --seed 1 --enc-dim 8 --dec-dim 8 -o DIR/run");
  }

  private static Outcome run(String line) {
    return CommandRunner.succeeds(line.replace("DIR", folder.toString()));
  }

  @Test
  void convergenceOfAShortRun() throws IOException {
    run(
        "analyze_convergence DIR/run 3 --epoch-interval 1 --n-bins 30 --smooth false -d 12"
            + " --vol-start-index 0 --n-epochs-umap 20 --final-maxima 2");
    Path out = folder.resolve("run/convergence.3");
    MrcVolume map = MrcVolume.read(out.resolve("vols.2/vol_000.masked.mrc"));
    assertEquals(12, map.box());
    double[] trained = {
      16.0 / 12, MrcVolume.read(folder.resolve("data/truth/vol_000.mrc")).pixelSize()
    };
    assertEquals(trained[0] * trained[1], map.pixelSize(), 1e-3);
    assertTrue(Files.exists(out.resolve("plots/00_total_loss.png")));
    List<String> log = Files.readAllLines(out.resolve("convergence.log"));
    assertTrue(log.stream().anyMatch(line -> line.contains("Epochs [1, 2, 3]")), log.toString());
    // From what is there, elsewhere, without UMAP and volumes.
    run(
        "analyze_convergence DIR/run -1 -o DIR/run/convergence.3 --epoch-interval 1 --n-bins 30"
            + " --smooth false --skip-umap --skip-volgen --vol-start-index 0 --final-maxima 2");
  }

  @Test
  void helpTellsWhereTheEpochsBegin() {
    String help = run("analyze_convergence --help").out().replaceAll("\\s+", " ");
    assertTrue(help.contains("from the fourth on (from the first where EPOCH is at most 4)"), help);
  }

  @Test
  void missingGpuIsToldBeforeTheWork() {
    String line = "analyze_convergence %s/run 3 --epoch-interval 1 -o %<s/other --device 99";
    Outcome outcome = CommandRunner.run(line.formatted(folder));
    assertEquals(1, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("--device 99"), outcome.err());
    assertFalse(Files.exists(folder.resolve("other")));
  }

  @Test
  void analysisOfNoComponentMakesVolumesOfTheClusters() {
    run("analyze DIR/run 3 --pc 0 --ksample 2 --skip-umap -d 12 -o DIR/clusters");
    assertTrue(Files.exists(folder.resolve("clusters/kmeans2/vol_002.mrc")));
    assertFalse(Files.exists(folder.resolve("clusters/pc1")));
  }

  /** The training's own analysis takes as many clusters as there are particles. */
  @Test
  void moviesOfTheTrainingsAnalysis() {
    Outcome outcome =
        run(
            "make_movies DIR/run 3 latent --name film --width 40 --height 30 --frame 5"
                + " --camera 1,0,0,80,0,1,0,80,0,0,1,600 --landscape-dir elsewhere");
    assertTrue(outcome.out().contains("--landscape-dir does nothing with latent"), outcome.out());
    for (String name : List.of("kmeans6/film.gif", "pc1/film_sections.gif", "pc2/film.cxc")) {
      assertTrue(Files.exists(folder.resolve("run/analyze.3").resolve(name)), name);
    }
  }
}
