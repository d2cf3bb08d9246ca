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
      paramLabel = "X",
      description = "Mean and standard deviation of the transforms (default: measured)")
  private double[] norm;

  /**
   * Mean and standard deviation of the transforms; null to measure them.
   *
   * @throws ParameterException if the standard deviation is not above zero
   */
  public double[] norm() {
    if (norm != null && !(norm[1] > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--norm: the standard deviation must be above 0, not " + norm[1]);
    }
    return norm;
  }
}
