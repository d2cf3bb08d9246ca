package org.cryodrgn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * docs/errors.md, read as users read it: each section names a family of messages, with what it
 * looks like between the fences.
 */
final class ErrorGuide {

  private static final Pattern SECTION =
      Pattern.compile(
          "^## ([^\\n]+)\\n+```\\n(.*?)```\\n(.*?)(?=^## |\\z)",
          Pattern.MULTILINE | Pattern.DOTALL);

  private final Map<String, List<Pattern>> families = new LinkedHashMap<>();
  private final TreeSet<String> met = new TreeSet<>();

  /** Reads the page. */
  ErrorGuide() throws IOException {
    Path root = Path.of(System.getProperty("cryodrgn.test-data")).resolve("../..");
    Matcher sections = SECTION.matcher(Files.readString(root.resolve("docs/errors.md")));
    while (sections.find()) {
      assertEquals(true, sections.group(3).contains("**Do:**"), sections.group(1));
      List<Pattern> patterns = new ArrayList<>();
      for (String line : sections.group(2).stripTrailing().split("\\n")) {
        patterns.add(
            Pattern.compile(
                Arrays.stream(line.split("\\.\\.\\.", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"))));
      }
      families.put(sections.group(1), patterns);
    }
  }

  /** Holds a message to be of one family, and remembers which. */
  void check(String message) {
    List<String> fitting =
        families.entrySet().stream()
            .filter(family -> family.getValue().stream().anyMatch(p -> p.matcher(message).find()))
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(1, fitting.size(), "families in docs/errors.md " + fitting + " of: " + message);
    met.addAll(fitting);
  }

  /** The families that no message was of. */
  List<String> notMet() {
    return families.keySet().stream().filter(family -> !met.contains(family)).toList();
  }
}
