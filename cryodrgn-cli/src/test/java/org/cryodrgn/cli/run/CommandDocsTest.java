package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandDocsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws ReflectiveOperationException {
    CommandDocs.main(new String[] {folder.toString()});
  }

  /** What a user gets who types the words and presses the tabulator. */
  static Stream<Arguments> completions() {
    return Stream.of(
        Arguments.of("cryodrgn", "tra", List.of("train_dec", "train_vae")),
        Arguments.of("cryodrgn", "train_vae --enc-l", List.of("--enc-layers")),
        Arguments.of("cryodrgn", "train_vae --domain hart", List.of("hartley")),
        Arguments.of("cryodrgn", "simulate --s", List.of("--seed", "--shift-sd", "--snr")),
        Arguments.of("cryodrgn_utils", "view_h", List.of("view_header")),
        Arguments.of("cryodrgn_utils", "fsc --ref", List.of("--ref-volume")));
  }

  @ParameterizedTest
  @MethodSource("completions")
  void completes(String program, String typed, List<String> expected) throws Exception {
    String script =
        "source %s; COMP_WORDS=(%s %s); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); COMP_TYPE=9; "
                .formatted(folder.resolve("share/completion").resolve(program), program, typed)
            + "f=$(complete -p %s | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $f 2>/dev/null; "
                .formatted(program)
            + "printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> completions = answer.lines().map(String::strip).sorted().toList();
    assertTrue(completions.containsAll(expected), script + "\n" + completions);
    String last = typed.substring(typed.lastIndexOf(' ') + 1);
    assertTrue(completions.stream().allMatch(word -> word.startsWith(last)), answer);
  }

  /** The same in zsh, where it is installed. */
  @ParameterizedTest
  @MethodSource("completions")
  void completesInZsh(String program, String typed, List<String> expected) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "there is no zsh here");
    Process zsh =
        new ProcessBuilder(
                "zsh",
                "-f",
                Path.of(CommandDocsTest.class.getResource("complete.zsh").toURI()).toString(),
                folder.resolve("share/completion").resolve(program).toString(),
                program + " " + typed,
                "*" + String.join("*", expected) + "*")
            .redirectErrorStream(true)
            .start();
    boolean shown = zsh.waitFor(60, TimeUnit.SECONDS);
    zsh.destroyForcibly();
    assertTrue(shown && zsh.exitValue() == 0, program + " " + typed);
  }

  @Test
  void everyCommandHasAPageThatTheIndexNames() throws Exception {
    String index = Files.readString(folder.resolve("docs/commands/index.md"));
    for (Commands.Entry entry : Commands.all()) {
      assertTrue(index.contains("[" + entry.name() + "](" + entry.name() + ".md)"), index);
      String page = Files.readString(folder.resolve("docs/commands/" + entry.name() + ".md"));
      assertTrue(page.startsWith("# " + entry.name() + "\n\n" + entry.purpose() + ".\n"), page);
      CommandParser.of(entry, entry.name())
          .getCommandSpec()
          .options()
          .forEach(
              option ->
                  assertEquals(
                      !option.hidden(), page.contains("`" + option.longestName() + "`"), page));
    }
    String page = Files.readString(folder.resolve("docs/commands/eval_vol.md"));
    assertTrue(
        page.contains("\n| `-n` N | Number of points of the path, both ends counted | 10 |\n"),
        page);
    assertTrue(!page.contains("null"), page);
    try (Stream<Path> pages = Files.list(folder.resolve("docs/commands"))) {
      assertEquals(Commands.all().size() + 1, pages.count());
    }
  }

  /** The launcher script shows these files in place of starting Java. */
  @Test
  void keepsTheHelpThatTheProgramWouldShow() throws Exception {
    for (Commands.Entry entry : Commands.all()) {
      assertEquals(
          CommandRunner.run(entry.name() + " --help").out(),
          Files.readString(folder.resolve("share/help/cryodrgn/" + entry.name() + ".txt")));
    }
    assertEquals(
        CommandRunner.run("help --all").out(),
        Files.readString(folder.resolve("share/help/cryodrgn/all.txt")));
    assertEquals(
        CommandRunner.run("--help").out(),
        Files.readString(folder.resolve("share/help/cryodrgn/commands.txt")));
    assertTrue(
        Files.readString(folder.resolve("share/help/cryodrgn_utils/fsc.txt"))
            .startsWith("Usage: cryodrgn_utils fsc "));
  }
}
