package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanCommandTest {

  private static final Set<String> OTHERS =
      Set.of("config.yaml", "run.log", "weights.pkl", "z.pkl", "analyze.4", "notes.3.txt");

  @TempDir Path folder;

  @BeforeEach
  void makeRuns() throws IOException {
    for (String name : List.of("old/a", "old/b", "c")) {
      Path run = Files.createDirectories(folder.resolve(name));
      for (String other : OTHERS) {
        if (other.startsWith("analyze")) {
          Files.createDirectory(run.resolve(other));
        } else {
          Files.createFile(run.resolve(other));
        }
      }
      for (int epoch = 0; epoch <= 11; epoch++) {
        Files.createFile(run.resolve("weights." + epoch + ".pkl"));
        Files.createFile(run.resolve("z." + epoch + ".pkl"));
      }
      Files.createFile(run.resolve("reconstruct.3.mrc"));
      Files.createFile(run.resolve("pose.3.pkl"));
    }
  }

  @Test
  void everyNthTheAnalysedAndTheLastEpochStay() {
    assertEquals(Set.of(0, 4, 5, 10, 11), epochsLeft("c", "clean {}/c"));
    assertEquals(Set.of(0, 4, 11), epochsLeft("c", "clean {}/c -n 11"));
    assertEquals(
        Set.of("weights.pkl", "z.pkl"),
        files("c").stream()
            .filter(name -> name.matches("(weights|z)\\.pkl"))
            .collect(Collectors.toSet()));
    assertTrue(files("c").containsAll(OTHERS));
  }

  @Test
  void dryRunTellsTheNumberAndDeletesNothing() {
    Set<String> before = files("c");
    // Of each of weights and z, epochs 1, 2, 5, 7, 8 and 10 go.
    assertEquals("\tWould remove 12 files!\n", run("", "clean {}/c -n 3 -d").out());
    Outcome outcome = run("", "clean {}/c -n 3 -d -v");
    assertEquals(before, files("c"));
    assertEquals(12, outcome.out().lines().filter(l -> l.matches("/.*\\.pkl")).count());
    assertTrue(outcome.out().contains(folder.resolve("c/z.7.pkl") + "\n"), outcome.out());
  }

  @Test
  void severalRunsAreAskedAboutUnlessForced() {
    run("y\ns\n", "clean {}/**/*");
    assertEquals(5, epochs("c").size());
    assertEquals(12, epochs("old/a").size());
    assertEquals(12, epochs("old/b").size(), "no answer is a skip");
    String told = run("", "clean {}/old/[ab] -f").out();
    assertEquals("%s/old/a\n\tRemoved 16 files!\n".formatted(folder), told.split("(?<=!\n)")[0]);
    assertEquals(5, epochs("old/a").size());
    assertEquals(5, epochs("old/b").size());
  }

  @Test
  void foldersThatAreNoRunsAreLeftAlone() throws IOException {
    Files.delete(folder.resolve("c/config.yaml"));
    Set<String> before = files("c");
    // As a loop over all folders of a project has it, which ends at the first failure.
    Outcome outcome = CommandRunner.succeeds("clean " + folder.resolve("c"));
    assertTrue(outcome.out().contains("No run of cryoDRGN is in '" + folder), outcome.out());
    assertTrue(outcome.out().endsWith("\n\tRemoved 0 files!\n"), outcome.out());
    assertEquals(1, CommandRunner.run("clean " + folder.resolve("x*")).exitCode());
    assertEquals(2, CommandRunner.run("clean -n 0 " + folder.resolve("c")).exitCode());
    assertEquals(before, files("c"));
  }

  private Set<Integer> epochsLeft(String run, String line) {
    run("", line);
    assertTrue(!files(run).contains("reconstruct.3.mrc") && !files(run).contains("pose.3.pkl"));
    return epochs(run);
  }

  private Set<Integer> epochs(String run) {
    return files(run).stream()
        .filter(name -> name.matches("(weights|z)\\.\\d+\\.pkl"))
        .map(name -> Integer.valueOf(name.split("\\.")[1]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> files(String run) {
    try (Stream<Path> files = Files.list(folder.resolve(run))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome run(String answers, String line) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
      return CommandRunner.succeeds(line.replace("{}", folder.toString()));
    } finally {
      System.setIn(before);
    }
  }
}
