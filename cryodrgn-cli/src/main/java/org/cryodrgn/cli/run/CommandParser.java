package org.cryodrgn.cli.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.cli.option.NotYet;
import org.cryodrgn.cli.run.Commands.Entry;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Makes picocli read a command line as Python's argparse does (unique prefixes of long options, the
 * last of repeated options wins, negative numbers are values) and gives every command the options
 * that all share.
 */
final class CommandParser {

  static final String STACKTRACE = "--stacktrace";

  private CommandParser() {}

  static CommandLine of(Entry entry, String qualifiedName) throws ReflectiveOperationException {
    // Repeated options are wanted (the last wins), so picocli's warning about them is not.
    System.setProperty("picocli.trace", "OFF");
    Object command = Class.forName(entry.className()).getDeclaredConstructor().newInstance();
    CommandLine commandLine = new CommandLine(command);
    CommandSpec spec = commandLine.getCommandSpec();
    addFlag(spec, "Show this help", true, false, "-h", "--help");
    addFlag(spec, "Log more", false, false, "-v", "--verbose");
    addFlag(spec, "Show where an error arose", false, true, STACKTRACE);
    NotYet.Options notYet = command.getClass().getAnnotation(NotYet.Options.class);
    for (String name : notYet == null ? new String[0] : notYet.value()) {
      spec.addOption(NotYet.option(name));
    }
    CommandHelp.layOut(spec, entry.purpose());
    commandLine.setCommandName(qualifiedName);
    commandLine.setOverwrittenOptionsAllowed(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(false);
    commandLine.registerConverter(Path.class, CommandParser::path);
    return commandLine;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "a name with characters that are not UTF-8: set LC_ALL to the locale that it was made in");
    }
  }

  /** Adds the flag under those of its names that the command has not taken. */
  private static void addFlag(
      CommandSpec spec, String text, boolean help, boolean hidden, String... names) {
    List<String> free =
        List.of(names).stream().filter(name -> !spec.optionsMap().containsKey(name)).toList();
    if (!free.isEmpty()) {
      spec.addOption(
          OptionSpec.builder(free.toArray(String[]::new))
              .type(boolean.class)
              .arity("0")
              .description(text)
              .usageHelp(help)
              .hidden(hidden)
              .showDefaultValue(CommandLine.Help.Visibility.NEVER)
              .build());
    }
  }

  /**
   * Parses, and holds texts to the choices that their options and parameters declare, numbers to be
   * finite, names of files to be names of files, and outputs to be other files than inputs.
   */
  static void parse(CommandLine commandLine, String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].isEmpty() && (i == 0 || !args[i - 1].startsWith("-"))) {
        throw new ParameterException(
            commandLine, "argument " + (i + 1) + " is empty: is a variable of a script not set?");
      }
      if (args[i].equals("-")) {
        throw new ParameterException(
            commandLine, "standard input is not read: name a file, not '-'");
      }
    }
    commandLine.parseArgs(Abbreviations.expand(commandLine, args));
    ArgumentChecks.check(commandLine);
    for (ArgSpec argument : commandLine.getParseResult().matchedArgs()) {
      if (argument.completionCandidates() == null) {
        continue;
      }
      List<String> allowed = new ArrayList<>();
      argument.completionCandidates().forEach(allowed::add);
      for (Object each : ArgumentChecks.values(argument)) {
        if (each instanceof String && !allowed.isEmpty() && !allowed.contains(each)) {
          throw new ParameterException(
              commandLine,
              ArgumentChecks.name(argument)
                  + " must be one of "
                  + String.join(", ", allowed)
                  + ", not '"
                  + each
                  + "'");
        }
      }
    }
  }
}
