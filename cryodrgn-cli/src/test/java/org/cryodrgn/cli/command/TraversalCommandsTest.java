package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraversalCommandsTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("cryodrgn.test-data")).resolve("golden");

  @TempDir Path folder;

  @Test
  void directTraversalEqualsTheReferenceByteForByte() throws Exception {
    Path out = folder.resolve("new/direct.txt");
    CommandRunner.succeeds(
        "direct_traversal "
            + z()
            + " --anchors "
            + GOLDEN.resolve("anchors.txt")
            + " -n 4 -o "
            + out);
    assertEquals(-1, Files.mismatch(GOLDEN.resolve("cli/direct.txt"), out));
  }

  @Test
  void directTraversalLoopsAndPrints() {
    String text =
        CommandRunner.succeeds("direct_traversal " + z() + " --anchors 0 10 20 --loop -n 2").out();
    String[] lines = text.strip().split("\n");
    assertEquals(lines[lines.length - 4], lines[lines.length - 1]);
  }

  @Test
  void graphTraversalTakesTheWayOfTheReference() {
    String files = " -o " + folder.resolve("new/z.txt") + " --outind " + folder.resolve("i.txt");
    String wide = " --max-neighbors 15 --avg-neighbors 12 --verbose";
    String text =
        CommandRunner.succeeds(
                "graph_traversal "
                    + z()
                    + " --anchors "
                    + GOLDEN.resolve("anchors.txt")
                    + wide
                    + files)
            .out();
    int[] expected = {
      0, 133, 80, 257, 67, 276, 232, 170, 128, 230, 36, 130, 148, 248, 30, 10, 30, 248, 148, 130,
      36, 230, 128, 170, 232, 276, 67, 257, 80, 9, 137, 167, 89, 28, 20
    };
    double[] nodes = TextMatrix.read(folder.resolve("i.txt")).values();
    assertArrayEquals(expected, Arrays.stream(nodes).mapToInt(node -> (int) node).toArray());
    TextMatrix path = TextMatrix.read(folder.resolve("new/z.txt"));
    float[] mean = LatentFile.read(z()).mean();
    assertEquals(35, path.rows());
    assertEquals(mean[133 * 4 + 2], (float) path.values()[6]);
    List<String> lines = text.lines().toList();
    assertTrue(lines.contains("Total path distance 0->10: 2.205"), text);
    assertTrue(lines.contains(" Euclidean distance 0->10: 1.641"), text);
    assertTrue(lines.get(0).matches("Max dist between neighbors: 0\\.\\d{4}"), text);
    assertTrue(text.contains("10(a)\t-0.775\t0.631\t0.061\t-0.115\t0.149"), text);
  }

  @Test
  void graphTraversalWithoutAWaySaysSo() {
    Path out = folder.resolve("z.txt");
    Outcome outcome =
        CommandRunner.run(
            "graph_traversal " + z() + " --anchors 0 10 -o " + out + " --outind " + out + "2");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("from particle 0 to 10. Raise --avg"), outcome.err());
    assertTrue(Files.notExists(out));
  }

  @Test
  void anchorsOutsideTheDataAreRefused() {
    Outcome outcome = CommandRunner.run("direct_traversal " + z() + " --anchors 0 300");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("anchor 300 is no particle"), outcome.err());
    assertEquals(2, CommandRunner.run("direct_traversal " + z() + " --anchors 0").exitCode());
    assertEquals(2, CommandRunner.run("direct_traversal " + z() + " --anchors x 1").exitCode());
    outcome = CommandRunner.run("direct_traversal " + z() + " --anchors no/centers_ind.txt");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("no/centers_ind.txt: there is no such file"), outcome.err());
  }

  @Test
  void oneParticleHasNoNeighbours() {
    Path one = folder.resolve("one.pkl");
    LatentFile.write(one, new Latents(1, 2, new float[] {1, 2}, new float[2]));
    Outcome outcome = CommandRunner.run("graph_traversal " + one + " --anchors 0 0");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("one.pkl: a path needs two particles"), outcome.err());
  }

  @Test
  void pcTraversalEqualsTheReferenceInAFolderThatExists() {
    String text = CommandRunner.succeeds("pc_traversal " + z() + " -o " + folder).out();
    assertTrue(text.contains(") [0.49257"), text);
    assertTrue(text.contains("\n[300 300 300 300 300 300 300 300 300 300]\n"), text);
    for (int pc = 1; pc <= 4; pc++) {
      TextMatrix expected = TextMatrix.read(GOLDEN.resolve("cli/pc/pc" + pc + ".txt"));
      TextMatrix ours = TextMatrix.read(folder.resolve("pc" + pc + ".txt"));
      assertArrayEquals(expected.values(), ours.values(), 5e-6);
    }
  }

  @Test
  void pcTraversalTakesComponentsThatExist() {
    CommandRunner.succeeds(
        "pc_traversal " + z() + " --pc 2 -n 3 --lim 10 90 --use-percentile-spacing -o " + folder);
    assertTrue(Files.exists(folder.resolve("pc2.txt")));
    assertTrue(Files.notExists(folder.resolve("pc1.txt")));
    assertEquals(3, TextMatrix.read(folder.resolve("pc2.txt")).rows());
    Outcome outcome = CommandRunner.run("pc_traversal " + z() + " --pc 5");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("--pc must be from 1 to 4"), outcome.err());
  }

  private static Path z() {
    return GOLDEN.resolve("z.pkl");
  }
}
