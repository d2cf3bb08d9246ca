package org.cryodrgn.io.torch;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.pickle.PickleWriter;

/** Writes the zip file that {@link TorchReader} describes. */
final class TorchWriter {

  private static final String ROOT = "weights/";
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;
  private static final int CHUNK = 1 << 14;

  /** The bytes of an entry; asked for twice, as the checksum stands before them. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Where the next byte of the file goes. */
  private static final class Position extends FilterOutputStream {
    private long bytes;

    Position(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
      out.write(b, offset, length);
      bytes += length;
    }
  }

  /** A dict that keeps its order in every Python, as a model's state is one. */
  private record Ordered(Map<?, ?> map) {}

  private final Position position;
  private final ZipOutputStream zip;
  private final List<Tensor> tensors = new ArrayList<>();

  private TorchWriter(OutputStream out) {
    position = new Position(out);
    zip = new ZipOutputStream(position);
    zip.setMethod(ZipOutputStream.STORED);
  }

  static void write(Path file, Checkpoint checkpoint) {
    AtomicFile.write(file, out -> new TorchWriter(out).write(checkpoint));
  }

  private void write(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    new PickleWriter(pickle, this::special).pickle(entries(checkpoint));
    entry("data.pkl", pickle.toByteArray());
    entry(".format_version", "1");
    entry(".storage_alignment", "64");
    entry("byteorder", "little");
    for (int i = 0; i < tensors.size(); i++) {
      FloatBuffer values = tensors.get(i).values();
      entry("data/" + i, 4L * values.remaining(), out -> stream(values, out));
    }
    entry("version", "3\n");
    zip.finish();
  }

  private static Map<String, Object> entries(Checkpoint checkpoint) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put(Checkpoint.EPOCH, checkpoint.epoch());
    entries.put(Checkpoint.MODEL, new Ordered(checkpoint.model()));
    checkpoint.optimizer().ifPresent(state -> entries.put(Checkpoint.OPTIMIZER, adam(state)));
    entries.putAll(checkpoint.extra());
    return entries;
  }

  private static Map<String, Object> adam(AdamState adam) {
    Map<Integer, Object> state = new LinkedHashMap<>();
    adam.moments()
        .forEach(
            (index, moments) -> {
              Map<String, Object> kept = new LinkedHashMap<>();
              kept.put("step", Tensor.scalar(moments.step()));
              kept.put("exp_avg", moments.average());
              kept.put("exp_avg_sq", moments.squareAverage());
              state.put(index, kept);
            });
    List<Object> groups = new ArrayList<>();
    for (AdamState.Group group : adam.groups()) {
      groups.add(group(group));
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("state", state);
    entries.put("param_groups", groups);
    return entries;
  }

  /** With the settings of {@code torch.optim.Adam} that are not ours at their defaults. */
  private static Map<String, Object> group(AdamState.Group group) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("lr", group.learningRate());
    entries.put("betas", new Object[] {group.beta1(), group.beta2()});
    entries.put("eps", group.epsilon());
    entries.put("weight_decay", group.weightDecay());
    entries.put("amsgrad", false);
    entries.put("maximize", false);
    entries.put("foreach", null);
    entries.put("capturable", false);
    entries.put("differentiable", false);
    entries.put("fused", null);
    entries.put("decoupled_weight_decay", false);
    List<Integer> parameters = new ArrayList<>();
    for (int position : group.parameters()) {
      parameters.add(position);
    }
    entries.put("params", parameters);
    return entries;
  }

  private boolean special(PickleWriter writer, Object value) throws IOException {
    if (value instanceof Tensor tensor) {
      tensor(writer, tensor);
    } else if (value instanceof Ordered ordered) {
      writer.global("collections", "OrderedDict");
      writer.tuple();
      writer.reduce();
      writer.items(ordered.map());
    } else {
      return false;
    }
    return true;
  }

  private void tensor(PickleWriter writer, Tensor tensor) throws IOException {
    int key = tensors.size();
    tensors.add(tensor);
    writer.global("torch._utils", "_rebuild_tensor_v2");
    writer.mark();
    writer.mark();
    writer.value("storage");
    writer.global("torch", "FloatStorage");
    writer.value(String.valueOf(key));
    writer.value("cpu");
    writer.value(tensor.size());
    writer.tupleFromMark();
    writer.persistentId();
    writer.value(0);
    writer.value(tensor.shape());
    writer.value(rowMajorStrides(tensor.shape()));
    writer.value(false);
    writer.value(new Ordered(Map.of()));
    writer.tupleFromMark();
    writer.reduce();
  }

  private static int[] rowMajorStrides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return strides;
  }

  private void entry(String name, String text) throws IOException {
    entry(name, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void entry(String name, byte[] bytes) throws IOException {
    entry(name, bytes.length, out -> out.write(bytes));
  }

  /** An entry whose bytes begin at a multiple of 64, so that PyTorch can map the file. */
  private void entry(String name, long size, Content content) throws IOException {
    CRC32 checksum = new CRC32();
    content.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            checksum.update(b);
          }

          @Override
          public void write(byte[] b, int offset, int length) {
            checksum.update(b, offset, length);
          }
        });
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(checksum.getValue());
    // Always the same, so that equal weights are equal files; the first day that Java stores
    // without an extra field of its own.
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 2, 0, 0));
    entry.setExtra(padding(position.bytes + LOCAL_HEADER + entry.getName().length()));
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  /** An extra field, of PyTorch's mark FB, that fills up to the next multiple of 64. */
  private static byte[] padding(long from) {
    int length = Math.floorMod(-(from + 4), ALIGNMENT);
    byte[] field = new byte[4 + length];
    field[0] = 'F';
    field[1] = 'B';
    field[2] = (byte) length;
    return field;
  }

  private static void stream(FloatBuffer values, OutputStream out) throws IOException {
    FloatBuffer rest = values.duplicate();
    ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    while (rest.hasRemaining()) {
      int count = Math.min(CHUNK, rest.remaining());
      chunk.asFloatBuffer().put(0, rest, rest.position(), count);
      rest.position(rest.position() + count);
      out.write(chunk.array(), 0, 4 * count);
    }
  }
}
