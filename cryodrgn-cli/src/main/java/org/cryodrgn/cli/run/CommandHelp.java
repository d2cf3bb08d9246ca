package org.cryodrgn.cli.run;

import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.run.Commands.Entry;
import org.cryodrgn.cli.run.Commands.Group;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command: its purpose, its options in groups, examples that run. */
final class CommandHelp {

  private static final int WIDTH = 100;
  private static final int LONG_SYNOPSIS = 12;
  private static final String REQUIRED = "Required";
  private static final String FILES = "Files";
  private static final String OTHERS = "Options";
  private static final String GENERAL = "General";

  private CommandHelp() {}

  /** Sets how the usage message of a command is laid out; its footer holds the examples. */
  static void layOut(CommandSpec spec, String purpose) {
    UsageMessageSpec usage = spec.usageMessage();
    usage
        .sortOptions(false)
        .sortSynopsis(false)
        .abbreviateSynopsis(spec.options().size() > LONG_SYNOPSIS)
        .showDefaultValues(true)
        .width(WIDTH);
    Map<String, IHelpSectionRenderer> sections = usage.sectionMap();
    sections.put(
        UsageMessageSpec.SECTION_KEY_DESCRIPTION,
        help -> purpose + ".\n" + paragraph(help.description()));
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, CommandHelp::arguments);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, CommandHelp::options);
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> examples(help.commandSpec()));
  }

  /** The help of a command. */
  static String text(CommandLine commandLine) {
    return commandLine.getUsageMessage(Help.Ansi.OFF);
  }

  /** The help of all commands, by task. */
  static void printAll(String program, PrintWriter out) throws ReflectiveOperationException {
    String rule = "-".repeat(WIDTH);
    for (Group group : Group.values()) {
      out.printf("%s%n%s%n%s%n", rule, group.title, rule);
      for (Entry entry : Commands.all()) {
        if (entry.group() == group) {
          out.printf("%n%s%n", text(CommandParser.of(entry, program + " " + entry.name())));
        }
      }
    }
  }

  /** The options that the help shows, by heading, in the order of the help. */
  static Map<String, List<OptionSpec>> groups(CommandSpec spec) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    groups.put(REQUIRED, new ArrayList<>());
    groups.put(FILES, new ArrayList<>());
    for (OptionSpec option : spec.options()) {
      if (!option.hidden() && !heading(option).equals(GENERAL)) {
        groups.computeIfAbsent(heading(option), name -> new ArrayList<>()).add(option);
      }
    }
    groups.put(GENERAL, new ArrayList<>());
    for (OptionSpec option : spec.options()) {
      if (!option.hidden() && heading(option).equals(GENERAL)) {
        groups.get(GENERAL).add(option);
      }
    }
    groups.values().removeIf(List::isEmpty);
    return groups;
  }

  private static String heading(OptionSpec option) {
    if (option.required()) {
      return REQUIRED;
    }
    if (!(option.userObject() instanceof Field field)) {
      return GENERAL;
    }
    Heading heading = field.getAnnotation(Heading.class);
    if (heading == null) {
      heading = field.getDeclaringClass().getAnnotation(Heading.class);
    }
    return heading != null ? heading.value() : namesFile(option) ? FILES : OTHERS;
  }

  private static boolean namesFile(ArgSpec argument) {
    return argument.type() == Path.class;
  }

  private static String paragraph(String text) {
    return text.isEmpty() ? "" : "\n" + text;
  }

  private static String arguments(Help help) {
    CommandSpec spec = help.commandSpec();
    if (spec.positionalParameters().isEmpty()) {
      return "";
    }
    Layout layout = layout(help);
    layout.addAllPositionalParameters(spec.positionalParameters(), help.parameterLabelRenderer());
    return "\nArguments:\n" + layout;
  }

  private static String options(Help help) {
    StringBuilder text = new StringBuilder();
    groups(help.commandSpec())
        .forEach(
            (heading, options) -> {
              Layout layout = layout(help);
              layout.addAllOptions(options, help.parameterLabelRenderer());
              text.append('\n').append(heading).append(":\n").append(layout);
            });
    return text.toString();
  }

  /** Columns as wide in every group. */
  private static Layout layout(Help help) {
    CommandSpec spec = help.commandSpec();
    return help.createDefaultLayout(
        spec.options(), spec.positionalParameters(), help.colorScheme());
  }

  private static String examples(CommandSpec spec) {
    String[] lines = spec.usageMessage().footer();
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append("  ").append(line).append('\n');
    }
    return lines.length == 0 ? "" : (lines.length == 1 ? "\nExample:\n" : "\nExamples:\n") + text;
  }
}
