package org.cryodrgn.cli.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.cryodrgn.io.InputFiles;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What every command wants of its arguments: finite numbers, named files, no input written to. */
public final class ArgumentChecks {

  /** Marks a command whose output may be its input. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  public @interface MayReplaceInput {}

  /** Names, by label or option, the arguments that tell a file to write in this command. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  public @interface WritesTo {
    /** Labels of positional parameters, or names of options. */
    String[] value();
  }

  /** Names of the options that tell a file to write. */
  private static final Set<String> OUTPUTS =
      Set.of("-o", "--out-z", "--outind", "--out-png", "--png", "--png-output", "--plot", "-s");

  private ArgumentChecks() {}

  /**
   * Checks what was parsed.
   *
   * @throws ParameterException for the first argument that is not as it must be
   */
  static void check(CommandLine commandLine) {
    List<ArgSpec> arguments = commandLine.getParseResult().matchedArgs();
    for (ArgSpec argument : arguments) {
      for (Object value : values(argument)) {
        if (value instanceof Double number && !Double.isFinite(number)) {
          throw new ParameterException(
              commandLine, name(argument) + " must be a finite number, not " + number);
        }
        if (value instanceof Path path && path.toString().isEmpty()) {
          throw new ParameterException(
              commandLine, name(argument) + " must name a file or folder, but is empty");
        }
      }
    }
    for (ArgSpec output : commandLine.getCommandSpec().args()) {
      if (isOutput(output) && output.getValue() instanceof Path file) {
        checkOutput(commandLine, output, file, arguments);
      }
    }
  }

  /** How messages call an argument. */
  static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static void checkOutput(
      CommandLine commandLine, ArgSpec output, Path file, List<ArgSpec> arguments) {
    boolean mayReplace =
        commandLine.getCommand().getClass().isAnnotationPresent(MayReplaceInput.class);
    for (ArgSpec other : arguments) {
      for (Object value : other == output ? List.of() : values(other)) {
        if (!isSame(file, value)) {
          continue;
        }
        if (isOutput(other)) {
          throw new ParameterException(
              commandLine, name(output) + " and " + name(other) + " name the same file: " + file);
        }
        if (!mayReplace && Files.isRegularFile(file)) {
          throw new ParameterException(
              commandLine,
              file + " is the input and would be replaced: choose another " + name(output));
        }
      }
    }
  }

  private static boolean isOutput(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      List<String> here = writesTo(argument);
      return Arrays.stream(option.names())
          .anyMatch(name -> OUTPUTS.contains(name) || here.contains(name));
    }
    return writesTo(argument).contains(argument.paramLabel());
  }

  private static List<String> writesTo(ArgSpec argument) {
    WritesTo named = argument.command().userObject().getClass().getAnnotation(WritesTo.class);
    return named == null ? List.of() : List.of(named.value());
  }

  /** A file may be a word among others, as those of --anchors. */
  private static boolean isSame(Path file, Object value) {
    return value instanceof Path path && InputFiles.same(file, path)
        || value instanceof String word
            && Files.exists(file)
            && InputFiles.same(file, Path.of(word));
  }

  /** The value of an argument, or each of several. */
  static Collection<?> values(ArgSpec argument) {
    Object value = argument.getValue();
    if (value instanceof Collection<?> several) {
      return several;
    }
    List<Object> values = new ArrayList<>();
    if (value instanceof double[] numbers) {
      Arrays.stream(numbers).forEach(values::add);
    } else if (value instanceof Object[] several) {
      values.addAll(Arrays.asList(several));
    } else if (value != null) {
      values.add(value);
    }
    return values;
  }
}
