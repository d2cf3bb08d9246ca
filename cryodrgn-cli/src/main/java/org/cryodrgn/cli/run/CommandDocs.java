package org.cryodrgn.cli.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cryodrgn.cli.run.Commands.Entry;
import org.cryodrgn.cli.run.Commands.Group;
import org.cryodrgn.io.AtomicFile;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes what the distribution tells of its commands, all of it from the commands' own options: a
 * page each in docs/commands, the text of each --help, and of the list of commands, in share/help,
 * and in share/completion what bash and zsh complete. The build runs this when it packs the
 * distribution.
 */
public final class CommandDocs {

  private static final List<String> PROGRAMS = List.of("cryodrgn", "cryodrgn_utils");

  private CommandDocs() {}

  /**
   * Writes everything.
   *
   * @param args the folder of the distribution
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Path distribution = Path.of(args[0]);
    for (String program : PROGRAMS) {
      Path help = distribution.resolve("share/help").resolve(program);
      StringWriter all = new StringWriter();
      CommandHelp.printAll(program, new PrintWriter(all));
      AtomicFile.writeText(help.resolve("all.txt"), all.toString());
      StringWriter commands = new StringWriter();
      TopLevelHelp.print(program, new PrintWriter(commands));
      AtomicFile.writeText(help.resolve("commands.txt"), commands.toString());
      for (Entry entry : Commands.all()) {
        AtomicFile.writeText(
            help.resolve(entry.name() + ".txt"),
            CommandHelp.text(CommandParser.of(entry, program + " " + entry.name())));
      }
      AtomicFile.writeText(
          distribution.resolve("share/completion").resolve(program), completion(program));
    }
    Path pages = distribution.resolve("docs/commands");
    AtomicFile.writeText(pages.resolve("index.md"), index());
    for (Entry entry : Commands.all()) {
      AtomicFile.writeText(pages.resolve(entry.name() + ".md"), page(entry));
    }
  }

  /** The script that bash and zsh source to complete commands, options and files. */
  static String completion(String program) throws ReflectiveOperationException {
    CommandLine top = new CommandLine(CommandSpec.create().name(program));
    for (Entry entry : Commands.all()) {
      top.addSubcommand(entry.name(), CommandParser.of(entry, entry.name()));
    }
    return AutoComplete.bash(program, top);
  }

  /** The list of all pages by task. */
  static String index() {
    StringBuilder text = new StringBuilder("# Commands\n");
    for (Group group : Group.values()) {
      text.append("\n## ").append(group.title).append("\n\n| command | purpose |\n|---|---|\n");
      for (Entry entry : Commands.all()) {
        if (entry.group() == group) {
          text.append(
              "| [%s](%s.md) | %s |\n".formatted(entry.name(), entry.name(), entry.purpose()));
        }
      }
    }
    return text.toString();
  }

  /** The page of a command, Markdown. */
  static String page(Entry entry) throws ReflectiveOperationException {
    CommandLine commandLine = CommandParser.of(entry, PROGRAMS.get(0) + " " + entry.name());
    CommandSpec spec = commandLine.getCommandSpec();
    Help help = commandLine.getHelp();
    StringBuilder text = new StringBuilder();
    text.append("# %s\n\n%s.\n\n".formatted(entry.name(), entry.purpose()));
    text.append("    ").append(help.synopsis(0).strip().replace("\n", "\n    ")).append("\n");
    for (String paragraph : spec.usageMessage().description()) {
      text.append('\n').append(cell(String.format(paragraph))).append('\n');
    }
    if (!spec.positionalParameters().isEmpty()) {
      table(text, "Arguments", spec.positionalParameters());
    }
    CommandHelp.groups(spec).forEach((heading, options) -> table(text, heading, options));
    text.append("\n## Examples\n\n");
    for (String example : spec.usageMessage().footer()) {
      text.append("    ").append(example).append('\n');
    }
    return text.toString();
  }

  private static void table(StringBuilder text, String title, List<? extends ArgSpec> arguments) {
    text.append("\n## %s\n\n| | meaning | default |\n|---|---|---|\n".formatted(title));
    for (ArgSpec argument : arguments) {
      String label = argument.arity().max() == 0 ? "" : argument.paramLabel();
      String names =
          argument instanceof OptionSpec option
              ? Arrays.stream(option.names())
                      .map(name -> "`" + name + "`")
                      .collect(Collectors.joining(", "))
                  + (label.isEmpty() ? "" : " " + cell(label))
              : cell(label);
      String meaning = String.join(" ", argument.renderedDescription());
      String given = argument.defaultValueString(true);
      boolean shown =
          given != null
              && !given.equals("null")
              && argument.showDefaultValue() != Help.Visibility.NEVER
              && !argument.required()
              && argument.arity().max() > 0;
      text.append("| %s | %s | %s |\n".formatted(names, cell(meaning), shown ? cell(given) : ""));
    }
  }

  /** Text without what Markdown would read as its own. */
  private static String cell(String text) {
    return text.replace("%n", " ").replaceAll("([|*_<>])", "\\\\$1");
  }
}
