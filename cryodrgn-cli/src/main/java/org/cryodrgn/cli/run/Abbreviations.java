package org.cryodrgn.cli.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Long options by their beginnings, as argparse takes them: what fits one option only is that one.
 * picocli's own abbreviations are other ones, of each word between hyphens.
 */
final class Abbreviations {

  /**
   * Options that cryoDRGN does not have, where their beginnings are those of options that it has:
   * the beginnings that scripts know stay those of cryoDRGN's.
   */
  private static final Set<String> YIELDING =
      Set.of(
          "--checkpoint-minutes",
          "--even-latents",
          "--first-radius",
          "--format",
          "--max-memory",
          "--polygon",
          "--polygon-axes",
          "--radius-growth",
          "--rate-decay",
          "--recipe",
          "--verbose",
          CommandParser.STACKTRACE);

  private Abbreviations() {}

  /**
   * The arguments with long options in full; what fits none is left for picocli to refuse.
   *
   * @throws ParameterException if a beginning fits several options
   */
  static String[] expand(CommandLine commandLine, String[] args) {
    Map<String, OptionSpec> options = commandLine.getCommandSpec().optionsMap();
    String[] expanded = args.clone();
    for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
      int end = args[i].indexOf('=');
      String name = end < 0 ? args[i] : args[i].substring(0, end);
      if (name.startsWith("--") && !options.containsKey(name)) {
        expanded[i] = full(commandLine, name, options.keySet()) + args[i].substring(name.length());
      }
    }
    return expanded;
  }

  private static String full(CommandLine commandLine, String beginning, Set<String> names) {
    List<String> fitting =
        new TreeSet<>(names).stream().filter(name -> name.startsWith(beginning)).toList();
    List<String> known = fitting.stream().filter(name -> !YIELDING.contains(name)).toList();
    if (fitting.size() > 1 && known.size() != 1) {
      throw new ParameterException(
          commandLine,
          "'" + beginning + "' is not unique: it matches '" + String.join("', '", fitting) + "'");
    }
    return fitting.isEmpty() ? beginning : known.isEmpty() ? fitting.get(0) : known.get(0);
  }
}
