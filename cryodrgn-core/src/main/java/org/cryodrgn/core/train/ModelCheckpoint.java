package org.cryodrgn.core.train;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.ParameterValues;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.torch.AdamState;
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

  private static final String SEED = "seed";
  private static final String SHUFFLE_SEED = "shuffle_seed";

  /** A tensor of the model: where its values lie in the flat vector, or -1 for the frequencies. */
  private record Slot(String name, int[] shape, int offset) {}

  /**
   * Reads a checkpoint.
   *
   * @param file weights.E.pkl, ours or Python's
   * @param spec the model that its config.yaml describes
   * @throws DataException if it is damaged or of another model
   */
  public static ModelCheckpoint read(Path file, ModelSpec spec) {
    Checkpoint checkpoint = Checkpoint.read(file);
    List<Slot> slots = slots(spec);
    checkNames(file, checkpoint.model(), slots);
    checkLatentDimension(file, checkpoint.model(), spec);
    float[] frequencies = new float[0];
    Map<Slot, Tensor> tensors = new LinkedHashMap<>();
    for (Slot slot : slots) {
      Tensor tensor = checkpoint.model().get(slot.name());
      checkShape(file, slot, tensor);
      if (slot.offset() < 0) {
        frequencies = tensor.toArray();
      } else {
        tensors.put(slot, tensor);
      }
    }
    int size = new ParameterLayout(spec).size();
    return new ModelCheckpoint(
        checkpoint.epoch(),
        new ModelWeights(values(size, tensors), frequencies),
        checkpoint.optimizer().map(adam -> optimiser(file, slots, adam, size)),
        number(checkpoint, SEED),
        number(checkpoint, SHUFFLE_SEED),
        told(file, () -> Recipe.of(checkpoint)),
        told(file, () -> TableEntries.of(checkpoint)),
        told(file, () -> EpochProgress.of(checkpoint)),
        told(file, () -> PrecisionEntry.of(checkpoint)));
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
        tables,
        mark.progress(),
        networks.precision().state());
  }

  /** Writes it, whole or not at all. */
  public void write(Path file, ModelSpec spec) {
    List<Slot> slots = slots(spec);
    FloatBuffer values = weights.values().vector();
    Map<String, Tensor> model = new LinkedHashMap<>();
    for (Slot slot : slots) {
      model.put(
          slot.name(),
          slot.offset() < 0
              ? Tensor.of(weights.randomFrequencies(), slot.shape())
              : Tensor.slice(values, slot.offset(), slot.shape()));
    }
    Map<String, Object> extra = new LinkedHashMap<>();
    seed.ifPresent(value -> extra.put(SEED, value));
    shuffleSeed.ifPresent(value -> extra.put(SHUFFLE_SEED, value));
    recipe.ifPresent(value -> value.addTo(extra));
    TableEntries.add(tables, extra);
    progress.addTo(extra);
    PrecisionEntry.add(precision, extra);
    Optional<AdamState> adam = optimiser.map(state -> adamState(slots, state));
    new Checkpoint(epoch, model, adam, extra).write(file);
  }

  private static List<Slot> slots(ModelSpec spec) {
    ParameterLayout layout = new ParameterLayout(spec);
    List<Slot> slots = new ArrayList<>();
    layout.encoderParameters().forEach(parameter -> add(slots, parameter));
    if (spec.encoding() == PositionalEncoding.Type.GAUSSIAN) {
      slots.add(
          new Slot(
              ParameterLayout.randomFrequencies(spec),
              new int[] {3 * spec.encodingDimension(), 3},
              -1));
    }
    layout.decoderParameters().forEach(parameter -> add(slots, parameter));
    return slots;
  }

  private static void add(List<Slot> slots, ParameterLayout.Parameter parameter) {
    slots.add(new Slot(parameter.name(), parameter.shape(), parameter.offset()));
  }

  private static AdamState adamState(List<Slot> slots, Optimiser optimiser) {
    Adam.State state = optimiser.state();
    FloatBuffer firstMoment = state.firstMoment().vector();
    FloatBuffer secondMoment = state.secondMoment().vector();
    Map<Integer, AdamState.Moments> moments = new LinkedHashMap<>();
    for (int i = 0; i < slots.size() && state.steps() > 0; i++) {
      Slot slot = slots.get(i);
      if (slot.offset() >= 0) {
        moments.put(
            i,
            new AdamState.Moments(
                state.steps(),
                Tensor.slice(firstMoment, slot.offset(), slot.shape()),
                Tensor.slice(secondMoment, slot.offset(), slot.shape())));
      }
    }
    int[] all = new int[slots.size()];
    Arrays.setAll(all, i -> i);
    return new AdamState(
        moments,
        List.of(
            new AdamState.Group(
                optimiser.learningRate(),
                Adam.BETA1,
                Adam.BETA2,
                Adam.EPSILON,
                optimiser.weightDecay(),
                all)));
  }

  private static Optimiser optimiser(Path file, List<Slot> slots, AdamState adam, int parameters) {
    Map<Slot, Tensor> firstMoments = new LinkedHashMap<>();
    Map<Slot, Tensor> secondMoments = new LinkedHashMap<>();
    double steps = 0;
    for (int i = 0; i < slots.size(); i++) {
      AdamState.Moments moments = adam.moments().get(i);
      if (moments != null && slots.get(i).offset() >= 0) {
        checkShape(file, slots.get(i), moments.average());
        checkShape(file, slots.get(i), moments.squareAverage());
        firstMoments.put(slots.get(i), moments.average());
        secondMoments.put(slots.get(i), moments.squareAverage());
        steps = Math.max(steps, moments.step());
      }
    }
    AdamState.Group group = adam.groups().get(0);
    return new Optimiser(
        new Adam.State(
            (long) steps, values(parameters, firstMoments), values(parameters, secondMoments)),
        group.learningRate(),
        group.weightDecay());
  }

  private static ParameterValues values(int size, Map<Slot, Tensor> tensors) {
    return ParameterValues.of(
        size, vector -> tensors.forEach((slot, tensor) -> tensor.copyTo(vector, slot.offset())));
  }

  private static void checkNames(Path file, Map<String, Tensor> model, List<Slot> slots) {
    for (Slot slot : slots) {
      if (!model.containsKey(slot.name())) {
        throw DataException.at(
            file,
            slot.name(),
            "the weights hold no such parameter: they are of a model with other layers",
            "Use the config.yaml of the run that wrote them");
      }
    }
    if (model.size() > slots.size()) {
      List<String> known = slots.stream().map(Slot::name).toList();
      String other =
          model.keySet().stream().filter(name -> !known.contains(name)).findFirst().get();
      throw DataException.at(
          file,
          other,
          "the weights hold a parameter that the model does not have",
          "Use the config.yaml of the run that wrote them");
    }
  }

  /**
   * The encoder's last layer gives means and log variances, the decoder's first takes z behind the
   * features: told apart from other misfits.
   */
  private static void checkLatentDimension(Path file, Map<String, Tensor> model, ModelSpec spec) {
    ParameterLayout layout = new ParameterLayout(spec);
    List<ParameterLayout.Parameter> encoder = layout.encoderParameters();
    String name;
    int dimension;
    if (encoder.isEmpty()) {
      name = layout.decoderParameters().get(0).name();
      dimension = model.get(name).shape()[1] - spec.features();
    } else {
      name = encoder.get(encoder.size() - 1).name();
      dimension = model.get(name).shape()[0] / 2;
    }
    if (dimension != spec.latentDimension()) {
      throw DataException.at(
          file,
          name,
          "the weights are of zdim " + dimension + ", the model of zdim " + spec.latentDimension(),
          "Use the --zdim, or the config.yaml, of the run that wrote them");
    }
  }

  private static void checkShape(Path file, Slot slot, Tensor tensor) {
    if (!Arrays.equals(tensor.shape(), slot.shape())) {
      throw DataException.at(
          file,
          slot.name(),
          "the weights have shape "
              + Arrays.toString(tensor.shape())
              + " where the model has "
              + Arrays.toString(slot.shape()),
          "Box or layers differ: use the config.yaml of the run that wrote them, or the"
              + " options that it was trained with");
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
