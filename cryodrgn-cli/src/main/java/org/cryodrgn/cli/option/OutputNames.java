package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.analysis.plot.PlotFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of file names and sizes before any work is done. */
public final class OutputNames {

  /** More than anybody looks at, and few enough for arrays and files. */
  private static final int MOST_POINTS = 1_000_000;

  private OutputNames() {}

  /**
   * Holds a file to an extension such as {@code .pkl}.
   *
   * @throws ParameterException if its name ends otherwise
   */
  public static void requireExtension(CommandSpec spec, String what, Path file, String extension) {
    if (!file.toString().endsWith(extension)) {
      throw new ParameterException(
          spec.commandLine(), what + " must be a " + extension + " file, not '" + file + "'");
    }
  }

  /**
   * Holds the value of {@code --png}, which may be null, to the formats of plots.
   *
   * @throws ParameterException if its extension names none
   */
  public static void requirePlot(CommandSpec spec, Path file) {
    if (file != null) {
      try {
        PlotFormat.of(file);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
  }

  /**
   * Holds an optional size to values above zero.
   *
   * @throws ParameterException if it is not
   */
  public static void requirePositive(CommandSpec spec, String option, Number value) {
    if (value != null && !(value.doubleValue() > 0 && Double.isFinite(value.doubleValue()))) {
      throw new ParameterException(
          spec.commandLine(), option + " must be above zero, not " + value);
    }
  }

  /**
   * Holds {@code -n}, the points of a path, to what can be written.
   *
   * @param least points at least
   * @throws ParameterException if there are fewer, or more than a million
   */
  public static void requirePoints(CommandSpec spec, int points, int least) {
    if (points < least || points > MOST_POINTS) {
      throw new ParameterException(
          spec.commandLine(),
          "-n must be from " + least + " to " + MOST_POINTS + ", not " + points);
    }
  }
}
