package org.cryodrgn.cli.run;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cryodrgn.cli.option.NotYet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every command tells its purpose, every option and its unit, and examples that can be typed. */
class CommandHelpTest {

  /** A word of an example: in double quotes, or without blanks. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Options that measure, and their unit. */
  private static final Map<String, String> MEASURES =
      Map.ofEntries(
          entry("-D", "pixels"),
          entry("--downsample", "pixels"),
          entry("--crop", "pixels"),
          entry("--enc-mask", "pixels"),
          entry("--Apix", "Å"),
          entry("--low-pass", "Å"),
          entry("--dilate", "Å|voxels"),
          entry("--dist", "Å|voxels"),
          entry("--corrected", "Å"),
          entry("--kv", "kV"),
          entry("--cs", "mm"),
          entry("--ps", "degrees"),
          entry("--arc", "degrees"),
          entry("--angle-per-tilt", "degrees"),
          entry("--dose-per-tilt", "e-/Å"),
          entry("--window-r", "fraction"),
          entry("--shift-sd", "fraction"),
          entry("--num-epochs", "[Ee]pochs"));

  /** What other numbers count, or that they have no unit. */
  private static final Pattern COUNT =
      Pattern.compile(
          "(?i)\\b(pixel|degree|epoch|image|particle|thread|volume|point|percent|percentile"
              + "|fraction|second|minute|layer|unit|batche|frequencie|component|cluster|state"
              + "|neighbour|dimension|gpu|tilt|frame|iteration|bin|projection|coordinate|voxel)s?\\b"
              + "|Å|number|index|seed|ratio|factor|weight|scale|learning rate|deviation|variance"
              + "|multiply|period|draws|density|no effect|makes no difference|accepted");

  static Stream<Commands.Entry> commands() {
    return Commands.all().stream();
  }

  private static CommandSpec spec(Commands.Entry entry) throws ReflectiveOperationException {
    return CommandParser.of(entry, "cryodrgn " + entry.name()).getCommandSpec();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void tellsItsPurposeInOneLine(Commands.Entry entry) throws Exception {
    assertTrue(entry.purpose().matches("[^\\n]{15,75}[^.]"), entry.purpose());
    List<String> lines =
        CommandHelp.text(CommandParser.of(entry, "cryodrgn " + entry.name())).lines().toList();
    assertTrue(lines.contains(entry.purpose() + "."), String.join("\n", lines));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void describesEveryArgumentWithItsUnit(Commands.Entry entry) throws Exception {
    List<String> lacking = new ArrayList<>();
    for (ArgSpec argument : spec(entry).args()) {
      if (argument.hidden() || NotYet.is(argument)) {
        continue;
      }
      String name = ArgumentChecks.name(argument);
      String text = String.join(" ", argument.description());
      if (text.isBlank()) {
        lacking.add(name + ": no description");
      }
      Pattern unit = MEASURES.containsKey(name) ? Pattern.compile(MEASURES.get(name)) : COUNT;
      if (isNumber(argument) && !unit.matcher(text).find()) {
        lacking.add(name + ": no unit " + unit + " in '" + text + "'");
      }
    }
    assertEquals(List.of(), lacking);
  }

  private static boolean isNumber(ArgSpec argument) {
    Class<?> type = argument.auxiliaryTypes()[0];
    return Number.class.isAssignableFrom(type)
        || List.of(int.class, long.class, float.class, double.class).contains(type);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void givesExamplesThatItTakes(Commands.Entry entry) throws Exception {
    String[] examples = spec(entry).usageMessage().footer();
    assertTrue(examples.length > 0, "no example in the footer of @Command");
    for (String example : examples) {
      List<String> words = words(example);
      assertTrue(words.get(0).matches("cryodrgn(_utils)?"), example);
      assertEquals(entry.name(), words.get(1), example);
      CommandLine fresh = CommandParser.of(entry, entry.name());
      CommandParser.parse(fresh, words.subList(2, words.size()).toArray(String[]::new));
    }
  }

  private static List<String> words(String example) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(example);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void groupsEveryVisibleOptionOnce(Commands.Entry entry) throws Exception {
    CommandSpec spec = spec(entry);
    List<OptionSpec> visible = spec.options().stream().filter(option -> !option.hidden()).toList();
    List<OptionSpec> grouped =
        CommandHelp.groups(spec).values().stream().flatMap(List::stream).toList();
    assertEquals(visible.size(), grouped.size());
    assertTrue(grouped.containsAll(visible));
  }

  @Test
  void helpOfTrainVaeHasHeadings() throws Exception {
    String help = CommandRunner.run("train_vae --help").out();
    for (String heading :
        List.of(
            "Arguments", "Required", "Particles", "Networks", "Training", "Example", "General")) {
      assertTrue(help.contains("\n" + heading), help);
    }
    assertFalse(help.contains("--stacktrace"));
  }

  /** What has to be given has no default, and an empty one tells nothing. */
  @ParameterizedTest
  @MethodSource("commands")
  void tellsDefaultsWhereThereAreSome(Commands.Entry entry) throws Exception {
    String help = CommandHelp.text(CommandParser.of(entry, "cryodrgn " + entry.name()));
    assertFalse(Pattern.compile("\\nRequired:\\n(.+\\n)*? +Default: ").matcher(help).find(), help);
    assertFalse(help.contains("Default: []"), help);
  }

  @Test
  void helpOfAllCommandsAndOfOne() {
    CommandRunner.Outcome all = CommandRunner.run("help --all");
    assertEquals(ExitCode.OK, all.exitCode());
    for (Commands.Entry entry : Commands.all()) {
      assertTrue(all.out().contains("Usage: cryodrgn " + entry.name()), entry.name());
    }
    assertTrue(all.out().contains("--pe-type"));
    assertEquals(
        CommandRunner.run("eval_vol --help").out(), CommandRunner.run("help eval_vol").out());
    assertEquals(CommandRunner.run("--help").out(), CommandRunner.run("help").out());
    assertEquals(ExitCode.BAD_ARGUMENTS, CommandRunner.run("help train_vea").exitCode());
  }
}
