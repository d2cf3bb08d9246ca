package org.cryodrgn.io.torch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.pickle.PickledArrays;

/** The entries of a dict in a checkpoint, each of an expected type. */
final class CheckpointEntries {

  private final Path file;
  private final Map<?, ?> entries;
  private final String prefix;

  /**
   * @param prefix the way to the dict, for errors, with a dot at its end
   */
  CheckpointEntries(Path file, Map<?, ?> entries, String prefix) {
    this.file = file;
    this.entries = entries;
    this.prefix = prefix;
  }

  int count(String key) {
    double value = notNegative(key);
    if (value != (int) value) {
      throw wrong(key, "a whole number");
    }
    return (int) value;
  }

  private double notNegative(String key) {
    double value = number(key);
    if (!(value >= 0 && value <= Float.MAX_VALUE)) {
      throw wrong(key, "zero or more");
    }
    return value;
  }

  double number(Object key) {
    Object value = required(key);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    // Adam's step is an int before PyTorch 1.12 and a tensor since.
    if (value instanceof Tensor tensor && tensor.size() == 1) {
      return tensor.values().get(tensor.values().position());
    }
    throw wrong(key, "a number");
  }

  Map<String, Tensor> tensors(String key) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : dict(key).entries.entrySet()) {
      if (!(entry.getKey() instanceof String name && entry.getValue() instanceof Tensor tensor)) {
        throw wrong(key + "." + entry.getKey(), "a tensor");
      }
      tensors.put(name, tensor);
    }
    return tensors;
  }

  AdamState adam(String key) {
    CheckpointEntries optimizer = dict(key);
    CheckpointEntries state = optimizer.dict("state");
    Map<Integer, AdamState.Moments> moments = new LinkedHashMap<>();
    for (Object index : state.entries.keySet()) {
      if (!(index instanceof Long position && position == position.intValue())) {
        throw state.wrong(index, "named by a parameter's position");
      }
      CheckpointEntries kept = state.dict(index);
      Tensor average = kept.tensor("exp_avg");
      Tensor squareAverage = kept.tensor("exp_avg_sq");
      if (average.size() != squareAverage.size()) {
        throw kept.wrong("exp_avg_sq", "of the shape of exp_avg");
      }
      moments.put(
          position.intValue(),
          new AdamState.Moments(kept.notNegative("step"), average, squareAverage));
    }
    List<AdamState.Group> groups = new ArrayList<>();
    List<?> list = optimizer.list("param_groups");
    for (int i = 0; i < list.size(); i++) {
      String name = "param_groups[" + i + "]";
      if (!(list.get(i) instanceof Map<?, ?> group)) {
        throw optimizer.wrong(name, "a dict");
      }
      groups.add(new CheckpointEntries(file, group, optimizer.prefix + name + ".").group());
    }
    if (groups.isEmpty()) {
      throw optimizer.wrong("param_groups", "a list of one group or more");
    }
    return new AdamState(moments, groups);
  }

  private AdamState.Group group() {
    Object[] betas = pair("betas");
    List<?> parameters = list("params");
    int[] positions = new int[parameters.size()];
    for (int i = 0; i < positions.length; i++) {
      if (!(parameters.get(i) instanceof Long position && position == position.intValue())) {
        throw wrong("params", "a list of positions");
      }
      positions[i] = position.intValue();
    }
    return new AdamState.Group(
        notNegative("lr"),
        ((Number) betas[0]).doubleValue(),
        ((Number) betas[1]).doubleValue(),
        number("eps"),
        notNegative("weight_decay"),
        positions);
  }

  private Object[] pair(String key) {
    Object value = required(key);
    Object[] pair =
        value instanceof List<?> list
            ? list.toArray()
            : value instanceof Object[] tuple ? tuple : new Object[0];
    if (pair.length != 2 || !(pair[0] instanceof Number) || !(pair[1] instanceof Number)) {
      throw wrong(key, "a pair of numbers");
    }
    return pair;
  }

  private Tensor tensor(String key) {
    if (required(key) instanceof Tensor tensor) {
      return tensor;
    }
    throw wrong(key, "a tensor");
  }

  private List<?> list(String key) {
    if (required(key) instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list");
  }

  private CheckpointEntries dict(Object key) {
    if (required(key) instanceof Map<?, ?> dict) {
      return new CheckpointEntries(file, dict, prefix + key + ".");
    }
    throw wrong(key, "a dict");
  }

  private Object required(Object key) {
    if (!entries.containsKey(key)) {
      throw DataException.at(file, "", "has no entry " + prefix + key, TorchReader.NO_CHECKPOINT);
    }
    return entries.get(key);
  }

  private DataException wrong(Object key, String expected) {
    return DataException.at(
        file,
        "entry " + prefix + key,
        "is not " + expected + " but " + PickledArrays.describe(entries.get(key)),
        TorchReader.NO_CHECKPOINT);
  }
}
