package org.cryodrgn.cli.option;

import org.cryodrgn.core.train.BetaSchedule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The weight of the KL divergence. */
@Heading("Training")
public final class BetaOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--beta",
      paramLabel = "X",
      description = "Weight of the KL divergence, or schedule a, b, c, d (default: 1/zdim)")
  private String beta;

  @Option(
      names = "--beta-control",
      paramLabel = "X",
      description = "Weight of the controlled KL divergence; --beta is its set point then")
  private Double betaControl;

  /** Weight of the controlled divergence; NaN for none. */
  public double control() {
    Require.notNegative(spec, "--beta-control", betaControl);
    return betaControl == null ? Double.NaN : betaControl;
  }

  /**
   * The weight over the steps.
   *
   * @param latentDimension the default is its inverse
   * @throws ParameterException if the schedule cannot be understood, or has no control
   */
  public BetaSchedule schedule(int latentDimension) {
    BetaSchedule schedule;
    try {
      schedule = BetaSchedule.parse(beta == null ? Double.toString(1.0 / latentDimension) : beta);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--beta " + e.getMessage());
    }
    if (!schedule.isConstant() && betaControl == null) {
      throw new ParameterException(
          spec.commandLine(), "--beta-control is needed with the schedule --beta " + beta);
    }
    return schedule;
  }
}
