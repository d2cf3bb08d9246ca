package org.cryodrgn.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Options of cryoDRGN that are known but not available yet: refused by name, never ignored. */
public final class NotYet {

  /**
   * Names the options of a command that are refused, for instance
   * {@code @NotYet.Options({"--ntilts", "--random-tilts"})}. They need no field.
   */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  public @interface Options {
    /** The names, as typed. */
    String[] value();
  }

  private NotYet() {}

  /** Whether an argument is one that is not available yet. */
  public static boolean is(ArgSpec argument) {
    return argument.preprocessor() instanceof Refusal;
  }

  /** The error for an option, or an option with a value, that is not available yet. */
  public static ParameterException refuse(CommandSpec spec, String what) {
    return new ParameterException(spec.commandLine(), what + " is not available yet");
  }

  /** A hidden option that refuses as soon as the parser meets it. */
  public static OptionSpec option(String name) {
    return OptionSpec.builder(name)
        .type(String.class)
        .arity("0..1")
        .hidden(true)
        .preprocessor(new Refusal(name))
        .build();
  }

  private record Refusal(String name) implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec spec, ArgSpec argument, Map<String, Object> info) {
      throw refuse(spec, name);
    }
  }
}
