package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandDocsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws ReflectiveOperationException {
    CommandDocs.main(new String[] {folder.toString()});
  }

  /** What a user gets who types the words and presses the tabulator. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cryodrgn|tra|train_vae",
        "cryodrgn|train_vae --enc-l|--enc-layers",
        "cryodrgn|train_vae --domain hart|hartley",
        "cryodrgn|simulate --s|--snr;--seed;--shift-sd;--states",
        "cryodrgn_utils|view_h|view_header",
        "cryodrgn_utils|fsc --ref|--ref-volume",
      })
  void completes(String program, String typed, String expected) throws Exception {
    String script =
        "source %s; COMP_WORDS=(%s %s); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); COMP_TYPE=9; "
                .formatted(folder.resolve("share/completion").resolve(program), program, typed)
            + "f=$(complete -p %s | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $f 2>/dev/null; "
                .formatted(program)
            + "printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> completions = answer.lines().map(String::strip).sorted().toList();
    assertTrue(completions.containsAll(List.of(expected.split(";"))), script + "\n" + completions);
    String last = typed.substring(typed.lastIndexOf(' ') + 1);
    assertTrue(completions.stream().allMatch(word -> word.startsWith(last)), answer);
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
    assertTrue(page.contains("\n| `-n` N | Number of points of the path | 10 |\n"), page);
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
    assertTrue(
        Files.readString(folder.resolve("share/help/cryodrgn_utils/fsc.txt"))
            .startsWith("Usage: cryodrgn_utils fsc "));
  }
}
