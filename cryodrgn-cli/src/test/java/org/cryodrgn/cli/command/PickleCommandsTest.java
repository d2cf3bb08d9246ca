package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PickleCommandsTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("cryodrgn.test-data")).resolve("golden");

  @TempDir Path folder;

  @Test
  void filterPklEqualsTheReference() {
    CommandRunner.succeeds(
        "filter_pkl " + GOLDEN + "/poses.pkl --ind " + GOLDEN + "/ind.pkl -o " + folder + "/p.pkl");

    Poses golden = PoseFile.read(GOLDEN.resolve("cli/poses.filtered.pkl"));
    Poses ours = PoseFile.read(folder.resolve("p.pkl"));
    assertArrayEquals(golden.rotations(), ours.rotations());
    assertArrayEquals(golden.translations(), ours.translations());
  }

  @Test
  void filterPklTakesTheFirst() {
    CommandRunner.succeeds("filter_pkl " + GOLDEN + "/ctf.pkl --first 7 -o " + folder + "/c.pkl");
    assertArrayEquals(
        CtfFile.read(GOLDEN.resolve("ctf.pkl")).select(IntStream.range(0, 7).toArray()).values(),
        CtfFile.read(folder.resolve("c.pkl")).values());
  }

  @Test
  void concatPklsJoinsInOrder() {
    CommandRunner.succeeds(
        "concat_pkls " + GOLDEN + "/ctf.pkl " + GOLDEN + "/ctf.pkl -o " + folder + "/c.pkl");
    float[] once = CtfFile.read(GOLDEN.resolve("ctf.pkl")).values();
    float[] twice = CtfFile.read(folder.resolve("c.pkl")).values();
    assertEquals(2 * once.length, twice.length);
    assertEquals(once[9 * 3 + 2], twice[once.length + 9 * 3 + 2]);
  }

  @Test
  void selectRandomDrawsWhatNumpyDraws() {
    CommandRunner.succeeds(
        "select_random 20 --frac 0.3 -o " + folder + "/i.pkl -s " + folder + "/rest.pkl");
    assertArrayEquals(
        new int[] {1, 8, 10, 17, 18, 19}, IndexFile.read(folder.resolve("i.pkl"), 20));
    assertEquals(14, IndexFile.read(folder.resolve("rest.pkl"), 20).length);
    CommandRunner.succeeds("select_random 1000 -n 5 --seed 4000000000 -o " + folder + "/i.pkl");
    assertArrayEquals(
        new int[] {120, 156, 328, 439, 889}, IndexFile.read(folder.resolve("i.pkl"), 1000));
  }

  /** {@code save_pkl(np.loadtxt(...))} of whole numbers. */
  @Test
  void selectClustersTakesFloatsThatAreWhole() {
    Path labels = folder.resolve("l.pkl");
    String line = "select_clusters " + labels + " --sel 3 -o " + folder + "/i.pkl";
    PickleWriter.write(labels, NumpyArray.of(new double[] {2, 0, 2}, 3));
    CommandRunner.succeeds(line);
    assertArrayEquals(new int[] {0, 2}, IndexFile.read(folder.resolve("i.pkl")));
    PickleWriter.write(labels, NumpyArray.of(new double[] {2, 0.5, Double.NaN}, 3));
    Outcome outcome = CommandRunner.run(line);
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("l.pkl: holds f8 values that are not whole"), outcome.err());
  }

  @Test
  void selectClustersCountsFromOneAndKnowsTheWholeStack() {
    long[] labels = {2, 0, 1, 2, 0, 3};
    PickleWriter.write(folder.resolve("l.pkl"), NumpyArray.of(labels, labels.length));
    String line = "select_clusters " + folder + "/l.pkl --sel 3 1 -o " + folder + "/i.pkl";
    CommandRunner.succeeds(line);
    assertArrayEquals(new int[] {0, 1, 3, 4}, IndexFile.read(folder.resolve("i.pkl")));
    // Any name will do, as for cryoDRGN.
    CommandRunner.succeeds(line.replace("i.pkl", "i.pik"));
    assertArrayEquals(new int[] {0, 1, 3, 4}, IndexFile.read(folder.resolve("i.pik")));
    Outcome alone = CommandRunner.succeeds(line + " --N-orig 6");
    assertTrue(alone.out().contains("--N-orig does nothing without --parent-ind"), alone.out());
    IndexFile.write(folder.resolve("parent.pkl"), new int[] {9, 2, 4, 5, 7, 8});
    CommandRunner.succeeds(line + " --parent-ind " + folder + "/parent.pkl --N-orig 10");
    assertArrayEquals(new int[] {9, 2, 5, 7}, IndexFile.read(folder.resolve("i.pkl")));
    String[][] wrong = {
      {" --sel 0", "counts from 1"},
      {" --sel 5", "no particle is in cluster 5. Choose from 1 to 4"},
      {" --parent-ind " + folder + "/parent.pkl", "--parent-ind needs --N-orig"},
      {" --parent-ind " + folder + "/parent.pkl --N-orig 9", "index 9"},
      {" --parent-ind " + GOLDEN + "/ind.pkl --N-orig 200", "l.pkl labels 6"}
    };
    for (String[] more : wrong) {
      Outcome outcome = CommandRunner.run(line + more[0]);
      assertTrue(outcome.exitCode() > 0 && outcome.err().contains(more[1]), outcome.err());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "filter_pkl G/ctf.pkl -o O/x.pkl, 2, one of --ind and --first",
    "filter_pkl G/ctf.pkl --first 3 --ind G/ind.pkl -o O/x.pkl, 2, one of --ind and --first",
    "filter_pkl G/ctf.pkl --first 97 -o O/x.pkl, 1, has 96 rows",
    "filter_pkl G/ctf.pkl --ind G/ctf.pkl -o O/x.pkl, 1, ctf.pkl",
    "filter_pkl G/cli/losses.pkl --first 1 -o O/x.pkl, 1, a dict",
    "concat_pkls G/ctf.pkl G/poses.pkl -o O/x.pkl, 1, poses.pkl",
    "select_random 10 -o O/x.pkl, 2, one of -n and --frac",
    "select_random 10 -n 11 -o O/x.pkl, 2, at most all",
    "select_random 10 --frac 0.01 -o O/x.pkl, 2, at least one",
    "select_random 10 -n 3 --seed -1 -o O/x.pkl, 2, --seed must be from 0 to 4294967295",
    "select_random 10 -n 3 --seed 4294967296 -o O/x.pkl, 2, --seed must be from 0 to 4294967295"
  })
  void refusesInOneLine(String line, int exitCode, String expected) {
    Outcome outcome =
        CommandRunner.run(line.replace("G/", GOLDEN + "/").replace("O/", folder + "/"));
    assertEquals(exitCode, outcome.exitCode());
    assertTrue(outcome.err().contains(expected), outcome.err());
    assertFalse(Files.exists(folder.resolve("x.pkl")));
  }
}
