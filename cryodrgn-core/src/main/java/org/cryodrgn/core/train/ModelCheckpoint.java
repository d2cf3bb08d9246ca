package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.torch.Checkpoint;
import org.cryodrgn.io.torch.Tensor;

/**
 * A training as weights.pkl keeps it, in cryoDRGN's names, shapes and order.
 *
 * @param epoch the last finished epoch
 * @param weights of the model
 * @param optimiser empty in a file without one
 * @param seed of the run's draws; empty in a file of Python's cryoDRGN
 * @param shuffleSeed of the order of particles; empty likewise
 * @param recipe that it was trained by; empty likewise
 * @param epochs that the training was to have; empty likewise, or in an older file
 * @param steps what they are, as {@link TrainingSettings#steps} tells it; empty likewise
 * @param particles that it was trained on; empty likewise, or in an older file
 * @param tables what is learned for each particle, by name; empty likewise
 * @param progress in the epoch after the last finished one
 * @param precision where mixed precision goes on
 */
record ModelCheckpoint(
    int epoch,
    ModelWeights weights,
    Optional<Optimiser> optimiser,
    OptionalLong seed,
    OptionalLong shuffleSeed,
    Optional<Recipe> recipe,
    OptionalLong epochs,
    Optional<String> steps,
    Optional<ParticleSelection.Mark> particles,
    Map<String, ParticleTable.State> tables,
    EpochProgress progress,
    MixedPrecision.State precision) {

  /**
   * The optimiser between two steps.
   *
   * @param state moments and number of steps
   * @param learningRate that the run was at
   * @param weightDecay L2 penalty
   */
  public record Optimiser(Adam.State state, double learningRate, double weightDecay) {}

  private static final String DECODER = "decoder.";
  private static final String SEED = "seed";
  private static final String SHUFFLE_SEED = "shuffle_seed";
  private static final String EPOCHS = "epochs";
  private static final String STEPS = "steps";

  /**
   * Reads a checkpoint.
   *
   * @param file weights.E.pkl, ours or Python's
   * @param spec the model that its config.yaml describes
   * @throws DataException if it is damaged or of another model
   */
  public static ModelCheckpoint read(Path file, ModelSpec spec) {
    Checkpoint checkpoint = Checkpoint.read(file);
    ModelTensors tensors = new ModelTensors(spec);
    return new ModelCheckpoint(
        checkpoint.epoch(),
        tensors.weights(file, checkpoint.model()),
        checkpoint.optimizer().map(adam -> tensors.optimiser(file, adam)),
        number(checkpoint, SEED),
        number(checkpoint, SHUFFLE_SEED),
        told(file, () -> Recipe.of(checkpoint)),
        number(checkpoint, EPOCHS),
        Optional.ofNullable(checkpoint.extra().get(STEPS) instanceof String told ? told : null),
        ParticlesEntry.of(checkpoint),
        told(file, () -> TableEntries.of(checkpoint)),
        progress(file, checkpoint),
        told(file, () -> PrecisionEntry.of(checkpoint)));
  }

  /**
   * How far the epoch after the last finished one is.
   *
   * @param file that the checkpoint was read from
   * @throws DataException if it tells what no training has come to
   */
  static EpochProgress progress(Path file, Checkpoint checkpoint) {
    return told(file, () -> EpochProgress.of(checkpoint));
  }

  /**
   * Reads the decoder of a model that has an encoder, of whatever kind.
   *
   * @param file weights.E.pkl, ours or Python's
   * @param spec the decoder, without an encoder
   * @throws DataException if the file is damaged or of another model
   */
  static ModelWeights decoder(Path file, ModelSpec spec) {
    Map<String, Tensor> decoder = new LinkedHashMap<>();
    Checkpoint.read(file)
        .model()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(DECODER)) {
                decoder.put(name.substring(DECODER.length()), tensor);
              }
            });
    return new ModelTensors(spec).weights(file, decoder);
  }

  /** A training as it stands. */
  static ModelCheckpoint of(
      TrainingMark mark,
      Networks<?> networks,
      TrainingSettings settings,
      Map<String, ParticleTable.State> tables) {
    return new ModelCheckpoint(
        mark.epoch(),
        networks.model().weights(),
        Optional.of(
            new Optimiser(
                networks.adam().state(), settings.learningRate(), settings.weightDecay())),
        OptionalLong.of(mark.seed()),
        OptionalLong.of(mark.shuffleSeed()),
        Optional.of(settings.recipe()),
        OptionalLong.of(settings.epochs()),
        Optional.of(settings.steps()),
        Optional.of(mark.particles()),
        tables,
        mark.progress(),
        networks.precision().state());
  }

  /** Writes it, whole or not at all. */
  public void write(Path file, ModelSpec spec) {
    Map<String, Object> extra = new LinkedHashMap<>();
    seed.ifPresent(value -> extra.put(SEED, value));
    shuffleSeed.ifPresent(value -> extra.put(SHUFFLE_SEED, value));
    recipe.ifPresent(value -> value.addTo(extra));
    epochs.ifPresent(value -> extra.put(EPOCHS, value));
    steps.ifPresent(value -> extra.put(STEPS, value));
    particles.ifPresent(value -> ParticlesEntry.add(value, extra));
    TableEntries.add(tables, extra);
    progress.addTo(extra);
    PrecisionEntry.add(precision, extra);
    ModelTensors tensors = new ModelTensors(spec);
    new Checkpoint(epoch, tensors.of(weights), optimiser.map(tensors::of), extra).write(file);
  }

  /** Whether it was trained on these particles, as far as it tells. */
  boolean isOf(ParticleSelection now) {
    return particles.isEmpty() || particles.get().equals(now.mark());
  }

  /**
   * Checks that what it keeps of each particle is of these.
   *
   * @param file where it was read from
   * @param what it keeps of each
   * @throws DataException if it is of others
   */
  void requireOf(Path file, ParticleSelection now, String what) {
    if (!isOf(now)) {
      throw DataException.at(
          file,
          "",
          "holds %s of %s, not of %s".formatted(what, particles.get(), now.mark()),
          "Give the particles and the --ind that the run was begun with, which the config.yaml"
              + " beside it names, or begin in another folder without --load");
    }
  }

  /** An entry of ours; one that breaks the rules of what it tells is the file's fault. */
  private static <T> T told(Path file, Supplier<T> entry) {
    try {
      return entry.get();
    } catch (IllegalArgumentException e) {
      throw DataException.at(
          file,
          "",
          "tells what no training has come to: " + e.getMessage(),
          "Go on from the checkpoint before",
          e);
    }
  }

  private static OptionalLong number(Checkpoint checkpoint, String name) {
    return checkpoint.extra().get(name) instanceof Long value
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }
}
