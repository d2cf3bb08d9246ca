package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cryodrgn.analysis.selection.Labels;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** analyze without volumes, then filter on what it wrote. */
class FilterCommandTest {

  private static final int PARTICLES = 40;

  /** Analysed once: the tests only read it. */
  @TempDir static Path run;

  @TempDir Path folder;

  /** Two groups along z0; the run used every second particle of a stack. */
  @BeforeAll
  static void makeRun() throws IOException {
    float[] z = new float[3 * PARTICLES];
    int[] used = new int[PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      z[3 * i] = (i < 10 ? -10 : 10) + (float) Math.sin(i);
      z[3 * i + 1] = (float) Math.sin(3 * i);
      z[3 * i + 2] = (float) Math.sin(7 * i);
      used[i] = 2 * i;
    }
    LatentFile.write(run.resolve("z.1.pkl"), new Latents(PARTICLES, 3, z, z));
    LatentFile.write(run.resolve("z.5.pkl"), new Latents(PARTICLES, 3, z, z));
    IndexFile.write(run.resolve("ind.pkl"), used);
    Files.writeString(
        run.resolve("config.yaml"),
        """
        dataset_args:
          ctf: null
          ind: ind.pkl
          norm: [0, 33.5]
          particles: particles.mrcs
          poses: poses.pkl
        lattice_args: {D: 33, extent: 0.5, ignore_DC: true}
        model_args: {domain: fourier, encode_mode: resid, pdim: 20, pe_type: gaussian, \
        feat_sigma: 0.5, players: 2, qdim: 24, qlayers: 2, zdim: 3}
        cmd: [cryodrgn]
        """);
    CommandRunner.succeeds("analyze " + run + " 5 --skip-vol --ksample 2 --format svg");
  }

  /** Runs a line; underscores stand for blanks within a word. */
  private Outcome run(String line) {
    return CommandRunner.run(
        Stream.of(line.split(" "))
            .map(word -> word.replace('_', ' '))
            .map(word -> word.replace("RUN", run.toString()).replace("DIR", folder.toString()))
            .toArray(String[]::new));
  }

  @Test
  void analyzeWritesThePlotsInTheFormatAskedFor() throws IOException {
    for (String name : List.of("umap.svg", "z_pca.svg", "kmeans2/umap.svg", "pc2/umap.svg")) {
      assertTrue(Files.readString(run.resolve("analyze.5").resolve(name)).contains("<svg"), name);
    }
  }

  @Test
  void theLastEpochIsFilteredByLabelsIntoTheOriginalStack() {
    Outcome outcome = run("filter RUN --labels 0 -o DIR/sel");
    assertEquals(0, outcome.exitCode(), outcome.err());
    int[] kept = IndexFile.read(folder.resolve("sel.pkl"));
    int[] others = IndexFile.read(folder.resolve("sel_inverse.pkl"));
    int[] firstTen = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18};
    assertArrayEquals(firstTen, kept.length == 10 ? kept : others);
    assertEquals(PARTICLES, kept.length + others.length);
    assertTrue(Files.exists(folder.resolve("sel.png")));
  }

  /**
   * Two groups, to both sides of the middle of the path, whose place in the UMAP is a particle's.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1.9, 2.1})
  void pointsOfAPathFarFromAllParticlesAreTold(double distance) throws IOException {
    float[] z = new float[3 * PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      z[3 * i] = (float) (i % 2 == 0 ? distance : -distance);
      z[3 * i + 1] = 1e-3f * (float) Math.sin(i);
      z[3 * i + 2] = 1e-3f * (float) Math.cos(3 * i);
    }
    LatentFile.write(folder.resolve("z.5.pkl"), new Latents(PARTICLES, 3, z, z));
    for (String name : List.of("ind.pkl", "config.yaml")) {
      Files.copy(run.resolve(name), folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("analyze.5"));
    Files.copy(run.resolve("analyze.5/umap.pkl"), folder.resolve("analyze.5/umap.pkl"));
    String line = "analyze DIR 5 --skip-vol --pc 4 --n-per-pc 3 --ksample 2";
    Outcome shown = run(line);
    assertEquals(0, shown.exitCode(), shown.err());
    assertEquals(distance > 2, shown.out().contains("PC1: some points lie far"), shown.out());
    assertTrue(shown.out().contains("--pc 4: there are only 3 principal"), shown.out());
    assertFalse(run(line + " --skip-umap").out().contains("some points lie far"));
  }

  /** However often a command asks where the files are that config.yaml names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter DIR --where z0<0 -o DIR/sel",
        "analyze DIR 5 --skip-vol --skip-umap --pc 0 --ksample 2"
      })
  void whatIsTakenInAMovedProjectIsToldOnce(String line) throws IOException {
    for (String name : List.of("z.5.pkl", "ind.pkl")) {
      Files.copy(run.resolve(name), folder.resolve(name));
    }
    String config = Files.readString(run.resolve("config.yaml"));
    Files.writeString(
        folder.resolve("config.yaml"), config.replace("ind: ind.pkl", "ind: /old/out/ind.pkl"));
    Outcome outcome = run(line);
    assertEquals(0, outcome.exitCode(), outcome.err());
    String told = "/old/out/ind.pkl is not there, which " + folder + "/config.yaml names: ";
    assertEquals(
        List.of(told + folder + "/ind.pkl is taken"),
        outcome
            .out()
            .lines()
            .filter(it -> it.contains("is not there"))
            .map(it -> it.replaceFirst(".*\\) ", ""))
            .toList());
  }

  /** The run has no particle 3 and no particle 4000. */
  @Test
  void earlierSelectionOfOtherParticlesIsTold() {
    IndexFile.write(folder.resolve("own.pkl"), new int[] {2, 6});
    IndexFile.write(folder.resolve("other.pkl"), new int[] {2, 3, 4000});
    Outcome own = run("filter RUN --where z0<0 --plot-inds DIR/own.pkl -o DIR/a");
    assertEquals(0, own.exitCode(), own.err());
    assertFalse(own.out().contains("WARNING"), own.out());
    Outcome other = run("filter RUN --where z0<0 --plot-inds DIR/other.pkl -o DIR/b");
    assertEquals(0, other.exitCode(), other.err());
    assertTrue(
        other.out().contains("other.pkl: 2 of 3 indices are of no particle of this run"),
        other.out());
  }

  @Test
  void labelsMayBeThoseOfAMixture() throws IOException {
    Outcome outcome = run("filter RUN --mixture 2 --labels 0 -o DIR/mixed");
    assertEquals(0, outcome.exitCode(), outcome.err());
    int[] labels = Labels.read(folder.resolve("mixed_labels.pkl"), -1);
    int[] kept = IndexFile.read(folder.resolve("mixed.pkl"));
    int[] others = IndexFile.read(folder.resolve("mixed_inverse.pkl"));
    assertEquals(kept.length, Arrays.stream(labels).filter(label -> label == 0).count());
    assertEquals(others.length, Arrays.stream(labels).filter(label -> label == 1).count());
    Files.move(folder.resolve("mixed_labels.pkl"), folder.resolve("earlier.pkl"));
    Outcome again = run("filter RUN --labels-file DIR/earlier.pkl --labels 0 -o DIR/again");
    assertEquals(0, again.exitCode(), again.err());
    assertArrayEquals(kept, IndexFile.read(folder.resolve("again.pkl")));
    assertEquals(2, run("filter RUN --mixture 0 --labels 0 -o DIR/none").exitCode());
  }

  /** Blanks after the commas of a list, as people write them. */
  @Test
  void aPolygonLiesInAnyTwoColumns() throws IOException {
    Files.writeString(folder.resolve("square.txt"), "-1 -99\n9.5 -99\n9.5 99\n-1 99\n");
    Outcome outcome =
        run("filter RUN --polygon DIR/square.txt --polygon-axes index,_z0 -o DIR/first");
    assertEquals(0, outcome.exitCode(), outcome.err());
    for (int kept : IndexFile.read(folder.resolve("first.pkl"))) {
      assertTrue(kept < 10, kept + " lies outside");
    }
  }

  @Test
  void conditionsAreCombinedAndInverted() {
    Outcome outcome =
        run("filter RUN --where z0_<_0_or_index_>=_70 --box index=4: --invert --sel-dir DIR");
    assertEquals(0, outcome.exitCode(), outcome.err());
    int[] kept = IndexFile.read(folder.resolve("indices_inverse.pkl"));
    assertArrayEquals(new int[] {4, 6, 8, 10, 12, 14, 16, 18, 70, 72, 74, 76, 78}, kept);
  }

  @Test
  void withoutAConditionItSaysWhichThereAre() {
    Outcome outcome = run("filter RUN");
    assertEquals(2, outcome.exitCode());
    assertEquals(1, outcome.err().lines().count());
    assertTrue(outcome.err().contains("--labels, --box, --polygon, --where or --outliers"));
  }

  @Test
  void wrongConditionsAreToldInOneLineAndNothingIsWritten() {
    for (String[] wrong :
        new String[][] {
          {"--where umpa1_>_3", "unknown column 'umpa1' (did you mean 'umap1'?)"},
          {"--where umap1_>", "expected a number or the name of a column at the end"},
          {"--labels 7", "no particle has label 7 (labels run from 0 to 1)"},
          {"--box umap1", "is no range"},
        }) {
      Outcome outcome = run("filter RUN -o DIR/x " + wrong[0]);
      assertEquals(2, outcome.exitCode(), outcome.err());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().contains(wrong[1]), outcome.err());
    }
    Outcome none = run("filter RUN -o DIR/x --where z0_>_100");
    assertEquals(1, none.exitCode());
    assertFalse(Files.exists(folder.resolve("x.pkl")));
  }

  @Test
  void filesThatAreThereAreKeptUnlessForced() throws IOException {
    Files.writeString(folder.resolve("indices.pkl"), "mine");
    Outcome refused = run("filter RUN --where z0_>_0 --sel-dir DIR");
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("--force"), refused.err());
    assertEquals("mine", Files.readString(folder.resolve("indices.pkl")));
    assertEquals(0, run("filter RUN --where z0_>_0 --sel-dir DIR -f").exitCode());
    assertEquals(30, IndexFile.read(folder.resolve("indices.pkl")).length);
  }
}
