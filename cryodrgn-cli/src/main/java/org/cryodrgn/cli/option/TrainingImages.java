package org.cryodrgn.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a training scales images. */
@Heading("Images")
public final class TrainingImages {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--norm",
      arity = "2",
      preprocessor = LastWins.class,
      paramLabel = "X",
      description = "Mean and standard deviation of the transforms (default: measured)")
  private double[] norm;

  /**
   * Mean and standard deviation of the transforms; null to measure them.
   *
   * @throws ParameterException if the standard deviation is not above zero
   */
  public double[] norm() {
    Require.positive(spec, "--norm: the standard deviation", norm == null ? null : norm[1]);
    return norm;
  }
}
