package org.cryodrgn.core.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.cryodrgn.io.torch.Checkpoint;
import org.cryodrgn.io.torch.Tensor;

/**
 * What is learned for each particle, as an entry of a checkpoint. Python's cryoDRGN passes over it.
 */
final class TableEntries {

  private static final String ENTRY = "particle_tables";
  private static final String VALUES = "values";
  private static final String STEP = "step";
  private static final String FIRST_MOMENT = "exp_avg";
  private static final String SECOND_MOMENT = "exp_avg_sq";
  private static final String MISSED = "missed_steps";

  private TableEntries() {}

  /** Adds the tables to the entries of a checkpoint, if there are any. */
  static void add(Map<String, ParticleTable.State> tables, Map<String, Object> entries) {
    if (tables.isEmpty()) {
      return;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    // In one order, so that two runs that end alike write the same file.
    new TreeMap<>(tables).forEach((name, table) -> all.put(name, entry(table)));
    entries.put(ENTRY, all);
  }

  /** The tables of a checkpoint, by name; none in a file of another program. */
  static Map<String, ParticleTable.State> of(Checkpoint checkpoint) {
    Map<String, ParticleTable.State> tables = new LinkedHashMap<>();
    if (checkpoint.extra().get(ENTRY) instanceof Map<?, ?> all) {
      for (Map.Entry<?, ?> named : all.entrySet()) {
        if (named.getValue() instanceof Map<?, ?> entry
            && entry.get(STEP) instanceof Long steps
            && entry.get(VALUES) instanceof Tensor values
            && values.shape().length == 2
            && entry.get(FIRST_MOMENT) instanceof Tensor first
            && entry.get(SECOND_MOMENT) instanceof Tensor second) {
          tables.put(
              named.getKey().toString(),
              new ParticleTable.State(
                  values.shape()[1],
                  values.toArray(),
                  steps,
                  first.toArray(),
                  second.toArray(),
                  entry.get(MISSED) instanceof Tensor missed ? missed.toArray() : new float[0]));
        }
      }
    }
    return tables;
  }

  private static Map<String, Object> entry(ParticleTable.State table) {
    int[] shape = {table.values().length / table.columns(), table.columns()};
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(STEP, table.steps());
    entry.put(VALUES, Tensor.of(table.values(), shape));
    entry.put(FIRST_MOMENT, Tensor.of(table.firstMoment(), shape));
    entry.put(SECOND_MOMENT, Tensor.of(table.secondMoment(), shape));
    if (table.missed().length > 0) {
      entry.put(MISSED, Tensor.of(table.missed(), table.missed().length));
    }
    return entry;
  }
}
