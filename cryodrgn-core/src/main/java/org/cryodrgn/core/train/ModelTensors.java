package org.cryodrgn.core.train;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.ParameterValues;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.torch.AdamState;
import org.cryodrgn.io.torch.Tensor;

/**
 * A model's flat vectors as the tensors that cryoDRGN's checkpoints keep, in its names, shapes and
 * order; Adam's moments by their positions in it.
 */
final class ModelTensors {

  /** A tensor of the model: where its values lie in the flat vector, or -1 for the frequencies. */
  private record Slot(String name, int[] shape, int offset) {}

  private final ModelSpec spec;
  private final ParameterLayout layout;
  private final List<Slot> slots = new ArrayList<>();

  ModelTensors(ModelSpec spec) {
    this.spec = spec;
    layout = new ParameterLayout(spec);
    layout.encoderParameters().forEach(this::add);
    if (spec.encoding() == PositionalEncoding.Type.GAUSSIAN) {
      int[] shape = {3 * spec.encodingDimension(), 3};
      slots.add(new Slot(ParameterLayout.randomFrequencies(spec), shape, -1));
    }
    layout.decoderParameters().forEach(this::add);
  }

  private void add(ParameterLayout.Parameter parameter) {
    slots.add(new Slot(parameter.name(), parameter.shape(), parameter.offset()));
  }

  /** The weights as tensors, without a copy. */
  Map<String, Tensor> of(ModelWeights weights) {
    FloatBuffer values = weights.values().vector();
    Map<String, Tensor> model = new LinkedHashMap<>();
    for (Slot slot : slots) {
      model.put(
          slot.name(),
          slot.offset() < 0
              ? Tensor.of(weights.randomFrequencies(), slot.shape())
              : Tensor.slice(values, slot.offset(), slot.shape()));
    }
    return model;
  }

  /**
   * The weights of a checkpoint.
   *
   * @param file whom to name in errors
   * @param model its tensors by name
   * @throws DataException if they are of another model, or not finite
   */
  ModelWeights weights(Path file, Map<String, Tensor> model) {
    checkNames(file, model);
    checkLatentDimension(file, model);
    float[] frequencies = new float[0];
    Map<Slot, Tensor> tensors = new LinkedHashMap<>();
    for (Slot slot : slots) {
      Tensor tensor = model.get(slot.name());
      checkShape(file, slot, tensor);
      checkFinite(file, slot.name(), tensor);
      if (slot.offset() < 0) {
        frequencies = tensor.toArray();
      } else {
        tensors.put(slot, tensor);
      }
    }
    return new ModelWeights(values(tensors), frequencies);
  }

  /** The optimiser as tensors, without a copy; no moments before the first step. */
  AdamState of(ModelCheckpoint.Optimiser optimiser) {
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

  /**
   * The optimiser of a checkpoint.
   *
   * @param file whom to name in errors
   * @param adam as the checkpoint keeps it
   * @throws DataException if it is of another model, or not finite
   */
  ModelCheckpoint.Optimiser optimiser(Path file, AdamState adam) {
    Map<Slot, Tensor> firstMoments = new LinkedHashMap<>();
    Map<Slot, Tensor> secondMoments = new LinkedHashMap<>();
    double steps = 0;
    for (int i = 0; i < slots.size(); i++) {
      AdamState.Moments moments = adam.moments().get(i);
      if (moments != null && slots.get(i).offset() >= 0) {
        checkShape(file, slots.get(i), moments.average());
        checkShape(file, slots.get(i), moments.squareAverage());
        checkFinite(file, "first moment of " + slots.get(i).name(), moments.average());
        checkFinite(file, "second moment of " + slots.get(i).name(), moments.squareAverage());
        firstMoments.put(slots.get(i), moments.average());
        secondMoments.put(slots.get(i), moments.squareAverage());
        steps = Math.max(steps, moments.step());
      }
    }
    AdamState.Group group = adam.groups().get(0);
    return new ModelCheckpoint.Optimiser(
        new Adam.State((long) steps, values(firstMoments), values(secondMoments)),
        group.learningRate(),
        group.weightDecay());
  }

  private ParameterValues values(Map<Slot, Tensor> tensors) {
    return ParameterValues.of(
        layout.size(),
        vector -> tensors.forEach((slot, tensor) -> tensor.copyTo(vector, slot.offset())));
  }

  private void checkNames(Path file, Map<String, Tensor> model) {
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
  private void checkLatentDimension(Path file, Map<String, Tensor> model) {
    List<ParameterLayout.Parameter> encoder = layout.encoderParameters();
    boolean alone = encoder.isEmpty();
    String name =
        alone ? layout.decoderParameters().get(0).name() : encoder.get(encoder.size() - 1).name();
    int[] shape = model.get(name).shape();
    int axis = alone ? 1 : 0;
    if (shape.length <= axis) {
      // No tensor of such a layer at all, which the check of its shape tells.
      return;
    }
    int dimension = alone ? shape[axis] - spec.features() : shape[axis] / 2;
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

  /**
   * No training goes on from such values; and where a ReLU makes 0 of NaN, as those of some
   * libraries do, a plausible map would be decoded.
   */
  private static void checkFinite(Path file, String what, Tensor tensor) {
    if (!tensor.finite()) {
      throw DataException.at(
          file,
          what,
          "holds NaN or infinite values",
          "The training had failed by then: take the weights of an earlier epoch");
    }
  }
}
