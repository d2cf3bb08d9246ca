package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
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
    run(
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
    String text = run("direct_traversal " + z() + " --anchors 0 10 20 --loop -n 2").out();
    String[] lines = text.strip().split("\n");
    assertEquals(lines[lines.length - 4], lines[lines.length - 1]);
  }

  @Test
  void anchorsOutsideTheDataAreRefused() {
    Outcome outcome = CommandRunner.run("direct_traversal " + z() + " --anchors 0 300");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("anchor 300 is no particle"), outcome.err());
    assertEquals(2, CommandRunner.run("direct_traversal " + z() + " --anchors 0").exitCode());
    assertEquals(2, CommandRunner.run("direct_traversal " + z() + " --anchors x 1").exitCode());
  }

  @Test
  void pcTraversalEqualsTheReferenceInAFolderThatExists() {
    run("pc_traversal " + z() + " -o " + folder);
    for (int pc = 1; pc <= 4; pc++) {
      TextMatrix expected = TextMatrix.read(GOLDEN.resolve("cli/pc/pc" + pc + ".txt"));
      TextMatrix ours = TextMatrix.read(folder.resolve("pc" + pc + ".txt"));
      assertArrayEquals(expected.values(), ours.values(), 5e-6);
    }
  }

  @Test
  void pcTraversalTakesComponentsThatExist() {
    run("pc_traversal " + z() + " --pc 2 -n 3 --lim 10 90 --use-percentile-spacing -o " + folder);
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

  private static Outcome run(String line) {
    Outcome outcome = CommandRunner.run(line);
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome;
  }
}
