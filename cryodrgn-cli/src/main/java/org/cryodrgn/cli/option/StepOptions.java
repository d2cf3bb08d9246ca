package org.cryodrgn.cli.option;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The steps of a training: how many, how large, and what is drawn. */
@Heading("Training")
public final class StepOptions {

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
      description = "Images of a step; with --recipe fast 8 at most if not given")
  private int batchSize;

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
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights and noise (default: drawn, or that of a loaded checkpoint)")
  private Long seed;

  @Option(
      names = "--shuffle-seed",
      paramLabel = "N",
      description = "Seed of the order of particles (default: the seed)")
  private Long shuffleSeed;

  /** Batches of 16 images if no other number is given. */
  public StepOptions() {
    this(16);
  }

  /**
   * @param batchSize images of a step if no other number is given
   */
  public StepOptions(int batchSize) {
    this.batchSize = batchSize;
  }

  /**
   * Refuses what no training can keep to.
   *
   * @throws ParameterException if a number is out of range
   */
  public void validate() {
    check(epochs >= 1, "--num-epochs must be at least 1");
    check(batchSize >= 1, "--batch-size must be at least 1");
    check(learningRate == null || learningRate > 0, "--lr must be above 0");
    check(weightDecay == null || weightDecay >= 0, "--wd must not be negative");
  }

  /** The last epoch, from 1. */
  public int epochs() {
    return epochs;
  }

  /** Images of a step: as given, else the recipe's choice. */
  public int batchSize(RecipeOptions recipe) {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("-b");
    return given ? batchSize : recipe.batchSize(batchSize);
  }

  /** Of Adam; empty for the checkpoint's, or the default. */
  public OptionalDouble learningRate() {
    return learningRate == null ? OptionalDouble.empty() : OptionalDouble.of(learningRate);
  }

  /** L2 penalty; empty for the checkpoint's, or the default. */
  public OptionalDouble weightDecay() {
    return weightDecay == null ? OptionalDouble.empty() : OptionalDouble.of(weightDecay);
  }

  /** Of all draws; empty for one of the clock, or the checkpoint's. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** Of the order of particles; empty for the seed. */
  public OptionalLong shuffleSeed() {
    return shuffleSeed == null ? OptionalLong.empty() : OptionalLong.of(shuffleSeed);
  }

  private void check(boolean right, String message) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
