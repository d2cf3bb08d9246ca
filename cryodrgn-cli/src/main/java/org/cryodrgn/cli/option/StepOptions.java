package org.cryodrgn.cli.option;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cryodrgn.core.train.BetaSchedule;
import org.cryodrgn.core.train.PoseSettings;
import org.cryodrgn.core.train.TrainingRequest;
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
      description = "Images in a step; with --recipe fast at most 8 unless given")
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
   * How it is trained.
   *
   * @param recipe what a step looks at
   * @param poses how they are refined; empty if they stay as they are
   * @param beta schedule of the divergence's weight
   * @param betaControl weight of the controlled divergence; NaN for none
   * @throws ParameterException if a number is out of range
   */
  public TrainingRequest.Optimisation optimisation(
      RecipeOptions recipe, Optional<PoseSettings> poses, BetaSchedule beta, double betaControl) {
    Require.atLeastOne(spec, "--num-epochs", epochs);
    Require.atLeastOne(spec, "--batch-size", batchSize);
    Require.positive(spec, "--lr", learningRate);
    Require.notNegative(spec, "--wd", weightDecay);
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("-b");
    return new TrainingRequest.Optimisation(
        epochs,
        recipe.recipe(),
        given ? OptionalInt.of(batchSize) : OptionalInt.empty(),
        batchSize,
        learningRate == null ? OptionalDouble.empty() : OptionalDouble.of(learningRate),
        weightDecay == null ? OptionalDouble.empty() : OptionalDouble.of(weightDecay),
        beta,
        betaControl,
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        shuffleSeed == null ? OptionalLong.empty() : OptionalLong.of(shuffleSeed),
        poses);
  }
}
