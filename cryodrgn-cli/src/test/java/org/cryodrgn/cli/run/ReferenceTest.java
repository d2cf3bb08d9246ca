package org.cryodrgn.cli.run;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cryodrgn.cli.option.LastWins;
import org.cryodrgn.cli.option.NotYet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Every command takes the options of cryoDRGN 4.3 (cli.json), except where a reason stands here.
 */
class ReferenceTest {

  /** Difference, as the test words it, and why it is wanted. */
  private static final Map<String, String> WANTED =
      Map.ofEntries(
          entry("train_vae --poses: required true, ours false", "may come from .star or .cs"),
          entry("train_vae --lr: default 1.0E-4, ours none", "1e-4, or that of a checkpoint"),
          entry("train_vae --wd: default 0, ours none", "0, or that of a loaded checkpoint"),
          entry("train_vae --seed: default random, ours none", "drawn, or of a checkpoint"),
          entry("train_vae --shuffler-size: default 0, ours none", "as many as fit into memory"),
          entry("train_nn --poses: required true, ours false", "as train_vae"),
          entry("train_nn --lr: default 1.0E-4, ours none", "as train_vae"),
          entry("train_nn --wd: default 0, ours none", "as train_vae"),
          entry("train_nn --seed: default random, ours none", "as train_vae"),
          entry("train_dec --poses: required true, ours false", "as train_vae"),
          entry("train_dec --lr: default 1.0E-4, ours none", "as train_vae"),
          entry("train_dec --wd: default 0, ours none", "as train_vae"),
          entry("train_dec --seed: default random, ours none", "as train_vae"),
          entry("train_nn --shuffler-size: default 0, ours none", "as train_vae"),
          entry("train_dec --shuffler-size: default 0, ours none", "as train_vae"),
          entry("backproject_voxel --poses: required true, ours false", "as train_vae"),
          entry("eval_images --poses: required true, ours false", "as train_vae"),
          entry("eval_vol --Apix: default 1, ours none", "that of the run, at the volumes' box"),
          entry("analyze_convergence --Apix: default 1.0, ours none", "as eval_vol"),
          entry("select_random --seed: default random, ours 0", "4.3 draws with seed 0"),
          entry("select_clusters --sel: required false, ours true", "4.3 fails without"),
          entry("select_clusters -o: required false, ours true", "4.3 fails without"),
          entry("phase_flip -o: required false, ours true", "4.3 fails without"),
          entry("view_mrcs -o: required false, ours true", "we open no window"));

  private static final Set<String> OURS =
      Set.of("simulate", "preprocess", "score_latent", "doctor");

  private static final JsonNode REFERENCE = read();

  private static JsonNode read() {
    try (InputStream in = ReferenceTest.class.getResourceAsStream("cli.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode reference(String command) {
    JsonNode utility = REFERENCE.get("cryodrgn_utils").path(command);
    return utility.isMissingNode() ? REFERENCE.get("cryodrgn").path(command) : utility;
  }

  static Stream<Commands.Entry> commands() {
    return Commands.all().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isNamedAsRegistered(Commands.Entry entry) throws Exception {
    Command annotation = Class.forName(entry.className()).getAnnotation(Command.class);
    assertEquals(entry.name(), annotation.name());
    assertEquals(OURS.contains(entry.name()), reference(entry.name()).isMissingNode());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void takesTheArgumentsOfTheReference(Commands.Entry entry) throws Exception {
    JsonNode arguments = reference(entry.name()).path("arguments");
    CommandSpec spec = CommandParser.of(entry, entry.name()).getCommandSpec();
    List<String> differences = new ArrayList<>();
    int position = 0;
    for (JsonNode argument : arguments) {
      boolean positional = argument.path("positional").asBoolean();
      ArgSpec ours = positional ? positional(spec, position++) : option(spec, argument);
      String name = entry.name() + " " + argument.get("names").get(0).asText();
      if (ours == null) {
        differences.add(name + ": missing");
      } else if (!NotYet.is(ours)) {
        compare(name, argument, positional, spec, ours, differences);
      }
    }
    Set<String> wanted = new TreeSet<>();
    for (String difference : WANTED.keySet()) {
      if (difference.startsWith(entry.name() + " ")) {
        wanted.add(difference);
      }
    }
    assertEquals(String.join("\n", wanted), String.join("\n", new TreeSet<>(differences)));
  }

  /** Scripts that abbreviate: argparse takes every beginning that fits one option. */
  @ParameterizedTest
  @MethodSource("commands")
  void takesTheAbbreviationsOfTheReference(Commands.Entry entry) throws Exception {
    CommandLine commandLine = CommandParser.of(entry, entry.name());
    List<String> names = new ArrayList<>(List.of("--help"));
    for (JsonNode argument : reference(entry.name()).path("arguments")) {
      argument.get("names").forEach(name -> names.add(name.asText()));
    }
    names.removeIf(name -> !name.startsWith("--"));
    for (String name : names) {
      for (int length = 3; length < name.length(); length++) {
        String beginning = name.substring(0, length);
        if (names.stream().filter(other -> other.startsWith(beginning)).count() == 1) {
          String[] args = {"--", beginning, beginning + "=1"};
          assertArrayEquals(args, Abbreviations.expand(commandLine, args));
          args = Arrays.copyOfRange(args, 1, 3);
          String[] full = {name, name + "=1"};
          assertArrayEquals(full, Abbreviations.expand(commandLine, args), beginning);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void ofRepeatedListsTheLastHolds(Commands.Entry entry) throws Exception {
    CommandSpec spec = CommandParser.of(entry, entry.name()).getCommandSpec();
    for (JsonNode argument : reference(entry.name()).path("arguments")) {
      String number = argument.path("nargs").asText("?");
      if (!argument.path("positional").asBoolean() && !number.equals("?")) {
        ArgSpec ours = option(spec, argument);
        assertInstanceOf(LastWins.class, ours.preprocessor(), ours.toString());
      }
    }
  }

  private static ArgSpec positional(CommandSpec spec, int position) {
    for (PositionalParamSpec candidate : spec.positionalParameters()) {
      if (candidate.index().contains(position)) {
        return candidate;
      }
    }
    return null;
  }

  private static ArgSpec option(CommandSpec spec, JsonNode argument) {
    return spec.optionsMap().get(argument.get("names").get(0).asText());
  }

  private static void compare(
      String name,
      JsonNode theirs,
      boolean positional,
      CommandSpec spec,
      ArgSpec ours,
      List<String> differences) {
    for (JsonNode alias : theirs.get("names")) {
      if (!positional && spec.optionsMap().get(alias.asText()) != ours) {
        differences.add(name + ": alias " + alias.asText() + " missing");
      }
    }
    differ(name, "arity", arity(theirs), ours.arity().toString(), differences);
    boolean optional = positional && theirs.path("nargs").asText().matches("[?*]");
    differ(
        name,
        "required",
        String.valueOf(theirs.path("required").asBoolean(positional && !optional)),
        String.valueOf(ours.required()),
        differences);
    if (!theirs.get("kind").asText().equals("value")) {
      return;
    }
    differ(name, "default", text(theirs.path("default")), ourDefault(ours), differences);
    differ(name, "const", text(theirs.path("const")), fallback(ours), differences);
    Set<String> choices = new TreeSet<>();
    theirs.path("choices").forEach(choice -> choices.add(choice.asText()));
    Set<String> ourChoices = new TreeSet<>();
    if (ours.completionCandidates() != null) {
      ours.completionCandidates().forEach(ourChoices::add);
    }
    differ(name, "choices", choices.toString(), ourChoices.toString(), differences);
  }

  private static void differ(
      String name, String what, String theirs, String ours, List<String> differences) {
    if (!sameValue(theirs, ours)) {
      differences.add(name + ": " + what + " " + theirs + ", ours " + ours);
    }
  }

  private static boolean sameValue(String theirs, String ours) {
    try {
      return Double.parseDouble(theirs) == Double.parseDouble(ours);
    } catch (NumberFormatException notNumbers) {
      return theirs.equalsIgnoreCase(ours);
    }
  }

  private static String arity(JsonNode theirs) {
    if (!theirs.get("kind").asText().equals("value")) {
      return "0";
    }
    return switch (theirs.path("nargs").asText()) {
      case "" -> "1";
      case "?" -> "0..1";
      case "*" -> "0..*";
      case "+" -> "1..*";
      default -> theirs.get("nargs").asText();
    };
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> values = new ArrayList<>();
      value.forEach(element -> values.add(element.asText()));
      return String.join(",", values);
    }
    return value.isMissingNode() || value.isNull() ? "none" : value.asText();
  }

  private static String ourDefault(ArgSpec ours) {
    if (ours.defaultValue() != null) {
      return ours.defaultValue();
    }
    Object initial = ours.initialValue();
    if (initial == null || ours.required()) {
      return "none";
    }
    List<String> values = new ArrayList<>();
    if (initial.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(initial); i++) {
        values.add(String.valueOf(Array.get(initial, i)));
      }
    } else if (initial instanceof Collection<?> collection) {
      collection.forEach(element -> values.add(String.valueOf(element)));
    } else {
      values.add(initial.toString());
    }
    return String.join(",", values);
  }

  private static String fallback(ArgSpec ours) {
    return ours instanceof OptionSpec option && !option.fallbackValue().isEmpty()
        ? option.fallbackValue()
        : "none";
  }

  @Test
  void everyCommandOfTheReferenceIsHereOrSaysThatItIsNot() {
    int commands = 0;
    for (JsonNode program : REFERENCE) {
      for (String name : (Iterable<String>) program::fieldNames) {
        commands++;
        assertEquals(Commands.named(name).isEmpty(), Commands.isLater(name), name);
      }
    }
    assertEquals(48, commands);
    for (String line : List.of("abinit p.mrcs -o out", "--help abinit", "abinit_homo p.mrcs")) {
      CommandRunner.Outcome outcome = CommandRunner.run(line);
      assertEquals(ExitCode.BAD_ARGUMENTS, outcome.exitCode());
      assertTrue(outcome.err().contains("is not available yet"), outcome.err());
    }
  }

  @Test
  void everyCommandPrintsItsHelp() {
    for (Commands.Entry entry : Commands.all()) {
      CommandRunner.Outcome outcome = CommandRunner.run(entry.name() + " --help");
      assertEquals("", outcome.err());
      assertTrue(outcome.out().startsWith("Usage: cryodrgn " + entry.name()), outcome.out());
    }
  }
}
