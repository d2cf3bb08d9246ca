package org.cryodrgn.cli.option;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** Options that are given although, with the others, nothing asks for their values. */
public final class Unused {

  private static final Logger LOG = LoggerFactory.getLogger(Unused.class);

  private Unused() {}

  /**
   * Warns of each of the options that the user gave.
   *
   * @param why how the line ends after "--option does nothing", such as "without --do-pose-sgd"
   */
  public static void warn(CommandSpec spec, String why, String... options) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        LOG.warn("{} does nothing {}", option, why);
      }
    }
  }
}
