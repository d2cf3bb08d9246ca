package org.cryodrgn.cli.option;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Of an option that takes several values and is given twice, the last holds, as in argparse:
 * picocli would join them.
 */
public final class LastWins implements IParameterPreprocessor {

  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    option.setValue(null);
    return false;
  }
}
