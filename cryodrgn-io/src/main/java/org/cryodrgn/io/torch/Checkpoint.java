package org.cryodrgn.io.torch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cryodrgn.io.DataException;

/**
 * A weights.pkl: what {@code torch.save} of PyTorch 1.6 and later writes and {@code
 * torch.load(weights_only=True)} accepts.
 *
 * @param epoch how many epochs were finished
 * @param model the state of the model by parameter name, in the model's order
 * @param optimizer the state of Adam, where the file holds one
 * @param extra all other entries by name: {@link Tensor}, {@link Long}, {@link Double}, {@link
 *     String}, {@link Boolean}, null, and {@link java.util.List}, {@code Object[]} and {@link Map}
 *     of these
 */
public record Checkpoint(
    int epoch,
    Map<String, Tensor> model,
    Optional<AdamState> optimizer,
    Map<String, Object> extra) {

  static final String EPOCH = "epoch";
  static final String MODEL = "model_state_dict";
  static final String OPTIMIZER = "optimizer_state_dict";

  /**
   * Reads and checks a checkpoint. Large tensors stay in the file, which must be there, as it is,
   * when their values are asked for. Tensors of other types than float32 are converted; integers
   * that float32 does not hold exactly are refused.
   *
   * @throws DataException if the file is no PyTorch zip checkpoint, is damaged, names what is not
   *     allowed, or lacks an entry
   */
  public static Checkpoint read(Path file) {
    Map<?, ?> entries = TorchReader.read(file);
    CheckpointEntries named = new CheckpointEntries(file, entries, "");
    Map<String, Object> extra = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (!name.equals(EPOCH) && !name.equals(MODEL) && !name.equals(OPTIMIZER)) {
        extra.put(name, entry.getValue());
      }
    }
    return new Checkpoint(
        named.count(EPOCH),
        named.tensors(MODEL),
        entries.get(OPTIMIZER) == null ? Optional.empty() : Optional.of(named.adam(OPTIMIZER)),
        extra);
  }

  /**
   * Writes a checkpoint, straight from the tensors' memory.
   *
   * @throws DataException if the file cannot be written
   */
  public void write(Path file) {
    TorchWriter.write(file, this);
  }
}
