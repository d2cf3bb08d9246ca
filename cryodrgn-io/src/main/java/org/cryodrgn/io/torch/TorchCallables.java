package org.cryodrgn.io.torch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.StridedPlaces;
import org.cryodrgn.io.pickle.Callables;

/** What the pickle of a checkpoint may name: storages and how tensors are built on them. */
final class TorchCallables implements Callables {

  /** PyTorch's own limit. */
  private static final int MAX_AXES = 64;

  private final Path file;
  private final TorchStorages storages;

  /** How many values may be copied for tensors that are no run of their storage. */
  private long gatherable;

  TorchCallables(Path file, TorchStorages storages) {
    this.file = file;
    this.storages = storages;
    this.gatherable = storages.fileSize();
  }

  @Override
  public Optional<Callable> find(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "torch._utils._rebuild_tensor_v2" -> this::tensor;
          case "torch._utils._rebuild_parameter" -> this::parameter;
          case "torch.Size" -> this::size;
          default -> type(name).isPresent() ? this::storageIsNoFunction : null;
        });
  }

  @Override
  public Optional<Object> persistent(Object id) {
    if (id instanceof Object[] fields
        && fields.length == 5
        && "storage".equals(fields[0])
        && fields[1] instanceof Named kind
        && fields[2] instanceof String key
        && fields[4] instanceof Long count
        && type(kind.name()).isPresent()) {
      return Optional.of(storages.storage(key, type(kind.name()).get(), count));
    }
    throw wrong("a storage of an unknown kind");
  }

  private static Optional<TorchStorages.Type> type(String name) {
    return Arrays.stream(TorchStorages.Type.values())
        .filter(type -> name.toUpperCase(Locale.ROOT).equals("TORCH." + type + "STORAGE"))
        .findFirst();
  }

  private Object storageIsNoFunction(Object[] arguments) {
    throw wrong("a storage that is made within the pickle");
  }

  private Object parameter(Object[] arguments) {
    if (arguments.length == 0 || !(arguments[0] instanceof Tensor)) {
      throw wrong("a parameter without a tensor");
    }
    return arguments[0];
  }

  private Object size(Object[] arguments) {
    if (arguments.length != 1 || !(arguments[0] instanceof Object[])) {
      throw wrong("a torch.Size that is no tuple");
    }
    return arguments[0];
  }

  /** Storage, offset, shape, strides; what follows tells nothing of the values. */
  private Object tensor(Object[] arguments) {
    if (!(arguments.length >= 4
        && arguments[0] instanceof TorchStorages.Storage storage
        && arguments[1] instanceof Long offset
        && arguments[2] instanceof Object[] shape
        && arguments[3] instanceof Object[] stride
        && shape.length == stride.length
        && shape.length <= MAX_AXES)) {
      throw wrong("a tensor that is not (storage, offset, shape, strides)");
    }
    int[] lengths = lengths(shape);
    int[] strides = lengths(stride);
    if (Arrays.stream(lengths).anyMatch(length -> length == 0)) {
      return Tensor.of(new float[0], lengths);
    }
    long count = 1;
    long last = offset;
    long run = 1;
    boolean contiguous = true;
    for (int axis = lengths.length - 1; axis >= 0; axis--) {
      contiguous &= lengths[axis] == 1 || strides[axis] == run;
      run = Math.min(Integer.MAX_VALUE, run * lengths[axis]);
      count *= lengths[axis];
      last += (lengths[axis] - 1L) * strides[axis];
      if (count > Integer.MAX_VALUE || last >= storage.count()) {
        break;
      }
    }
    if (offset < 0 || count > Integer.MAX_VALUE || last >= storage.count()) {
      throw wrong("a tensor that reaches beyond its storage");
    }
    if (contiguous) {
      return storage.tensor(offset.intValue(), lengths);
    }
    gatherable -= count;
    if (gatherable < 0) {
      throw wrong("tensors that repeat their storages over and over");
    }
    return Tensor.of(
        gather(storage.values(), offset.intValue(), lengths, strides, (int) count), lengths);
  }

  private static float[] gather(float[] values, int offset, int[] shape, int[] strides, int count) {
    float[] gathered = new float[count];
    StridedPlaces places = new StridedPlaces(offset, shape, strides);
    for (int i = 0; i < count; i++) {
      gathered[i] = values[places.next()];
    }
    return gathered;
  }

  private int[] lengths(Object[] tuple) {
    int[] lengths = new int[tuple.length];
    for (int i = 0; i < tuple.length; i++) {
      if (!(tuple[i] instanceof Long length && length >= 0 && length <= Integer.MAX_VALUE)) {
        throw wrong("a tensor whose shape or strides are no lengths");
      }
      lengths[i] = length.intValue();
    }
    return lengths;
  }

  private DataException wrong(String problem) {
    return DataException.at(file, "data.pkl", "holds " + problem, TorchReader.NO_CHECKPOINT);
  }
}
