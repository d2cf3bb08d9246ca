package org.cryodrgn.cli.option;

import java.nio.file.Path;
import java.util.Arrays;
import org.cryodrgn.analysis.plot.PlotFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Checks of arguments before any work is done; what fails is told as a {@link ParameterException},
 * with which the program ends by exit code 2.
 */
public final class Require {

  /** More than anybody looks at, and few enough for arrays and files. */
  private static final int MOST_POINTS = 1_000_000;

  /** Å; what lies beyond is in other units. */
  private static final double SMALLEST_PIXEL = 0.01;

  private static final double LARGEST_PIXEL = 1000;

  private Require() {}

  /**
   * Holds arguments to a condition.
   *
   * @throws ParameterException with the message, if it does not hold
   */
  public static void that(CommandSpec spec, boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /**
   * Holds a file to an extension such as {@code .pkl}.
   *
   * @throws ParameterException if its name ends otherwise
   */
  public static void extension(CommandSpec spec, String what, Path file, String... extensions) {
    that(
        spec,
        Arrays.stream(extensions).anyMatch(file.toString()::endsWith),
        what + " must be a " + String.join(" or ", extensions) + " file, not '" + file + "'");
  }

  /**
   * Holds an output to the extensions of image stacks, {@code .mrcs} and {@code .mrc}.
   *
   * @throws ParameterException if its name ends otherwise
   */
  public static void stack(CommandSpec spec, String what, Path file) {
    extension(spec, what, file, ".mrcs", ".mrc");
  }

  /**
   * Holds the file of a plot, which may be null, to the formats of plots.
   *
   * @throws ParameterException if its extension names none
   */
  public static void plot(CommandSpec spec, Path file) {
    if (file != null) {
      try {
        PlotFormat.of(file);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
  }

  /**
   * Holds a number, which may be null, to values above zero.
   *
   * @throws ParameterException if it is not
   */
  public static void positive(CommandSpec spec, String option, Number value) {
    that(
        spec,
        value == null || value.doubleValue() > 0 && Double.isFinite(value.doubleValue()),
        option + " must be above zero, not " + value);
  }

  /**
   * Holds a number, which may be null, to zero and more.
   *
   * @throws ParameterException if it is less
   */
  public static void notNegative(CommandSpec spec, String option, Number value) {
    that(
        spec,
        value == null || value.doubleValue() >= 0,
        option + " must not be negative, not " + value);
  }

  /**
   * Holds {@code -D}, which may be null, to box sizes that there are, pixels.
   *
   * @throws ParameterException if it is odd or not above zero
   */
  public static void box(CommandSpec spec, Integer value) {
    that(
        spec,
        value == null || value > 0 && value % 2 == 0,
        "-D must be even and above zero, not " + value);
  }

  /**
   * Holds {@code --Apix}, which may be null, to pixel sizes that there are, Å.
   *
   * @throws ParameterException if it is in metres, or no number
   */
  public static void pixelSize(CommandSpec spec, Double value) {
    that(
        spec,
        value == null || value >= SMALLEST_PIXEL && value <= LARGEST_PIXEL,
        "--Apix must be from 0.01 to 1000 Å, not " + value);
  }

  /**
   * Holds a count to one or more.
   *
   * @throws ParameterException if it is less
   */
  public static void atLeastOne(CommandSpec spec, String option, int value) {
    that(spec, value >= 1, option + " must be at least 1, not " + value);
  }

  /**
   * Holds {@code -n}, the points of a path, to what can be written.
   *
   * @param least points at least
   * @throws ParameterException if there are fewer, or more than a million
   */
  public static void points(CommandSpec spec, int points, int least) {
    that(
        spec,
        points >= least && points <= MOST_POINTS,
        "-n must be from " + least + " to " + MOST_POINTS + ", not " + points);
  }
}
