package org.cryodrgn.core.train;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a model is trained.
 *
 * @param epochs how many there are to be
 * @param recipe what a step looks at
 * @param batchSize images of a step
 * @param learningRate of Adam
 * @param weightDecay L2 penalty
 * @param beta schedule of the divergence's weight
 * @param betaControl weight of the controlled divergence; NaN for none
 * @param seed of the noise and the initial weights
 * @param shuffleSeed of the order of particles
 * @param workers threads that prepare batches, at least 1
 * @param logInterval particles between two progress lines
 */
record TrainingSettings(
    int epochs,
    Recipe recipe,
    int batchSize,
    double learningRate,
    double weightDecay,
    BetaSchedule beta,
    double betaControl,
    long seed,
    long shuffleSeed,
    int workers,
    int logInterval) {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingSettings.class);
  private static final double LEARNING_RATE = 1e-4;

  /**
   * The same on the devices that were found: each has a batch of the size asked for, as in
   * cryoDRGN, and a step takes all of them.
   *
   * @param devices how many, at least 1
   * @param workers threads that prepare batches, at least 1
   */
  TrainingSettings on(int devices, int workers) {
    int all = Math.multiplyExact(batchSize, devices);
    if (devices > 1) {
      LOG.info("{} devices: a step takes {} x {} = {} images", devices, devices, batchSize, all);
    }
    return new TrainingSettings(
        epochs,
        recipe,
        all,
        learningRate,
        weightDecay,
        beta,
        betaControl,
        seed,
        shuffleSeed,
        workers,
        logInterval);
  }

  /**
   * Those asked for, completed by the checkpoint's, or else by defaults, on one device and one
   * worker; told in the log.
   *
   * @param checkpoint that the training goes on from; empty to begin
   */
  static TrainingSettings of(
      TrainingRequest.Optimisation asked, Optional<ModelCheckpoint> checkpoint, int logInterval) {
    OptionalLong kept = checkpoint.map(ModelCheckpoint::seed).orElse(OptionalLong.empty());
    OptionalLong keptShuffle =
        checkpoint.map(ModelCheckpoint::shuffleSeed).orElse(OptionalLong.empty());
    long drawn = new SplittableRandom().nextInt(10_000);
    long seed = asked.seed().orElse(kept.orElse(drawn));
    long shuffleSeed =
        asked.shuffleSeed().orElse(asked.seed().isPresent() ? seed : keptShuffle.orElse(seed));
    Optional<ModelCheckpoint.Optimiser> before = checkpoint.flatMap(ModelCheckpoint::optimiser);
    double learningRate =
        asked
            .learningRate()
            .orElse(before.map(ModelCheckpoint.Optimiser::learningRate).orElse(LEARNING_RATE));
    double weightDecay =
        asked.weightDecay().orElse(before.map(ModelCheckpoint.Optimiser::weightDecay).orElse(0.0));
    LOG.info("Learning rate {}, weight decay {}", learningRate, weightDecay);
    Recipe recipe = recipe(asked.recipe(), checkpoint.flatMap(ModelCheckpoint::recipe));
    int batchSize =
        asked.batchSize().orElse(Math.min(asked.usualBatchSize(), recipe.largestBatch()));
    TrainingSettings settings =
        new TrainingSettings(
            asked.epochs(),
            recipe,
            batchSize,
            learningRate,
            weightDecay,
            asked.beta(),
            asked.betaControl(),
            seed,
            shuffleSeed,
            1,
            logInterval);
    LOG.info("Recipe: {}; {}", recipe, settings.steps());
    checkpoint.ifPresent(from -> tellOfOtherEpochs(from, recipe, asked.epochs()));
    LOG.info("Seed {}, seed of the order of particles {}", seed, shuffleSeed);
    return settings;
  }

  /** What a step is, as the log tells it and a checkpoint keeps it. */
  String steps() {
    String batches = "batches of " + batchSize;
    if (beta.equals(BetaSchedule.NONE)) {
      return batches;
    }
    String weight = beta.isConstant() ? Double.toString(beta.startValue()) : beta.text();
    String control = Double.isNaN(betaControl) ? "" : ", controlled by " + betaControl;
    return batches + ", beta " + weight + control;
  }

  /**
   * Warns of steps that are others than before: unlike the learning rate they are not taken from
   * the checkpoint.
   */
  void tellOfOtherSteps(ModelCheckpoint from) {
    from.steps()
        .filter(before -> !before.equals(steps()))
        .ifPresent(
            before -> LOG.warn("The checkpoint was trained in {}; now it is {}", before, steps()));
  }

  private static Recipe recipe(Optional<Recipe> asked, Optional<Recipe> kept) {
    Recipe recipe = asked.or(() -> kept).orElse(Recipe.CLASSIC);
    if (kept.isPresent() && !kept.get().equals(recipe)) {
      LOG.warn("The checkpoint was trained by another recipe: {}", kept.get());
    }
    return recipe;
  }

  /** A training that is longer than it was to be stands at another share of its way. */
  private static void tellOfOtherEpochs(ModelCheckpoint from, Recipe recipe, int asked) {
    from.epochs()
        .ifPresent(
            before -> {
              double then = (double) from.epoch() / before;
              double now = (double) from.epoch() / asked;
              if (recipe.radius(then) != recipe.radius(now)
                  || recipe.rateFactor(then) != recipe.rateFactor(now)) {
                LOG.warn(
                    "The checkpoint was to have {} epochs, not {}: the radius goes from {} to {} of"
                        + " the full one, the learning rate from {} to {} of --lr",
                    before,
                    asked,
                    share(recipe.radius(then)),
                    share(recipe.radius(now)),
                    share(recipe.rateFactor(then)),
                    share(recipe.rateFactor(now)));
              }
            });
  }

  private static String share(double value) {
    return String.format(Locale.US, "%.3g", value);
  }
}
