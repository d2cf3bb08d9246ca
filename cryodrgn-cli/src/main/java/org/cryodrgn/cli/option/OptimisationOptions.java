package org.cryodrgn.cli.option;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.cryodrgn.core.train.BetaSchedule;
import org.cryodrgn.core.train.VaeTraining;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How train_vae trains. */
public final class OptimisationOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-n", "--num-epochs"},
      paramLabel = "N",
      description = "Epochs, those of a loaded checkpoint included")
  private int epochs = 20;

  @Option(
      names = {"-b", "--batch-size"},
      paramLabel = "N",
      description = "Images of a step")
  private int batchSize = 16;

  @Option(
      names = "--wd",
      paramLabel = "X",
      description = "Weight decay (default: 0, or that of a loaded checkpoint)")
  private Double weightDecay;

  @Option(
      names = "--lr",
      paramLabel = "X",
      description = "Learning rate (default: 0.0001, or that of a loaded checkpoint)")
  private Double learningRate;

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

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights and noise (default: drawn, or that of a loaded checkpoint)")
  private Long seed;

  @Option(
      names = "--shuffle-seed",
      paramLabel = "N",
      description = "Seed of the order of particles (default: the seed)")
  private Long shuffleSeed;

  /**
   * The settings.
   *
   * @param latentDimension the default beta is its inverse
   * @throws ParameterException if a value is out of range
   */
  public VaeTraining.Optimisation optimisation(int latentDimension) {
    check(epochs >= 1, "--num-epochs must be at least 1");
    check(batchSize >= 1, "--batch-size must be at least 1");
    check(learningRate == null || learningRate > 0, "--lr must be above 0");
    check(weightDecay == null || weightDecay >= 0, "--wd must not be negative");
    check(betaControl == null || betaControl >= 0, "--beta-control must not be negative");
    return new VaeTraining.Optimisation(
        epochs,
        batchSize,
        optional(learningRate),
        optional(weightDecay),
        schedule(latentDimension),
        betaControl == null ? Double.NaN : betaControl,
        optional(seed),
        optional(shuffleSeed));
  }

  private BetaSchedule schedule(int latentDimension) {
    BetaSchedule schedule;
    try {
      schedule = BetaSchedule.parse(beta == null ? Double.toString(1.0 / latentDimension) : beta);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--beta " + e.getMessage());
    }
    check(
        schedule.isConstant() || betaControl != null,
        "--beta-control is needed with the schedule --beta " + beta);
    return schedule;
  }

  private void check(boolean right, String message) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
