package org.cryodrgn.core.train;

import java.util.List;
import java.util.Map;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.io.torch.Checkpoint;

/** Where mixed precision goes on, as an entry of a checkpoint. */
final class PrecisionEntry {

  private static final String ENTRY = "mixed_precision";

  private PrecisionEntry() {}

  /** Adds it to the entries of a checkpoint, if there is anything to tell. */
  static void add(MixedPrecision.State state, Map<String, Object> entries) {
    if (!state.equals(MixedPrecision.State.INITIAL)) {
      entries.put(
          ENTRY, List.of(state.lossScale(), (long) state.steps(), (long) state.fallbacks()));
    }
  }

  /** What a checkpoint tells. */
  static MixedPrecision.State of(Checkpoint checkpoint) {
    if (checkpoint.extra().get(ENTRY) instanceof List<?> told
        && told.size() == 3
        && told.get(0) instanceof Number lossScale
        && told.get(1) instanceof Number steps
        && told.get(2) instanceof Number fallbacks) {
      return new MixedPrecision.State(
          lossScale.doubleValue(), steps.intValue(), fallbacks.intValue());
    }
    return MixedPrecision.State.INITIAL;
  }
}
