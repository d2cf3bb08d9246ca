package org.cryodrgn.core.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.io.torch.Checkpoint;

/** Which particles a training is of, as an entry of a checkpoint. */
final class ParticlesEntry {

  private static final String ENTRY = "particles";
  private static final String ALL = "all";
  private static final String SELECTED = "selected";
  private static final String CHECKSUM = "indices_crc32";

  private ParticlesEntry() {}

  /** Adds it to the entries of a checkpoint. */
  static void add(ParticleSelection.Mark mark, Map<String, Object> entries) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put(ALL, (long) mark.all());
    told.put(SELECTED, (long) mark.selected());
    told.put(CHECKSUM, mark.checksum());
    entries.put(ENTRY, told);
  }

  /** What a checkpoint tells; nothing in one of another program. */
  static Optional<ParticleSelection.Mark> of(Checkpoint checkpoint) {
    return checkpoint.extra().get(ENTRY) instanceof Map<?, ?> told
            && told.get(ALL) instanceof Long all
            && told.get(SELECTED) instanceof Long selected
            && told.get(CHECKSUM) instanceof Long checksum
        ? Optional.of(new ParticleSelection.Mark(all.intValue(), selected.intValue(), checksum))
        : Optional.empty();
  }
}
