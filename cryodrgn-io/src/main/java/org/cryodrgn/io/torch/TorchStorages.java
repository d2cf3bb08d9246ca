package org.cryodrgn.io.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.HalfFloat;

/**
 * The numbers behind the tensors of a checkpoint, as float32. Each storage is read and checked
 * once; a large one is not held, but read again when its values are wanted.
 */
final class TorchStorages {

  /** The element types by the names of PyTorch's storage classes. */
  enum Type {
    FLOAT(4),
    DOUBLE(8),
    HALF(2),
    BFLOAT16(2),
    LONG(8),
    INT(4),
    SHORT(2),
    CHAR(1),
    BYTE(1),
    BOOL(1);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  /** Bytes that are converted at a time; a storage that has no more is held in memory. */
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final ZipFile zip;
  private final String root;
  private final ByteOrder order;
  private final Map<String, Storage> known = new HashMap<>();
  private final long fileSize;
  private long bytesLeft;

  TorchStorages(Path file, ZipFile zip, String root, boolean bigEndian) throws IOException {
    this.file = file;
    this.zip = zip;
    this.root = root;
    this.order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    this.fileSize = Files.size(file);
    this.bytesLeft = fileSize;
  }

  /** Numbers of one type that follow each other in the file. */
  final class Storage {
    private final String key;
    private final Type type;
    private final int count;
    private boolean finite = true;
    private float[] held;

    private Storage(String key, Type type, int count) {
      this.key = key;
      this.type = type;
      this.count = count;
    }

    /** How many. */
    int count() {
      return count;
    }

    /** Whether none is NaN or infinite. */
    boolean finite() {
      return finite;
    }

    /** All values, which are held from now on. */
    float[] values() {
      if (held == null) {
        float[] values = new float[count];
        copy(0, FloatBuffer.wrap(values));
        held = values;
      }
      return held;
    }

    /** The tensor of the values that follow each other from one on. */
    Tensor tensor(int first, int[] shape) {
      return held == null
          ? new StoredTensor(shape, this, first)
          : Tensor.slice(FloatBuffer.wrap(held), first, shape);
    }

    /** Fills a buffer with the values from one on; the checkpoint need not be open. */
    void copy(int first, FloatBuffer target) {
      try (ZipFile again = new ZipFile(file.toFile());
          InputStream in = again.getInputStream(entry(again, key))) {
        in.skipNBytes((long) first * type.bytes);
        convert(this, in, target.remaining(), target::put);
      } catch (IOException e) {
        throw TorchReader.damaged(file, e);
      }
    }
  }

  /** The bytes of the whole checkpoint. */
  long fileSize() {
    return fileSize;
  }

  /** A storage, which was read once and found whole. */
  Storage storage(String key, Type type, long count) {
    Storage before = known.get(key);
    if (before != null) {
      if (before.count != count || before.type != type) {
        throw wrong(key, "is used with " + count + " and with " + before.count + " values");
      }
      return before;
    }
    ZipEntry entry = entry(zip, key);
    try {
      TorchReader.checkStored(file, entry);
      if (count < 0 || count > Integer.MAX_VALUE || count * type.bytes != entry.getSize()) {
        throw wrong(key, "has " + entry.getSize() + " bytes for " + count + " values of " + type);
      }
      bytesLeft -= entry.getSize();
      if (bytesLeft < 0) {
        throw wrong(key, "overlaps with others");
      }
      Storage storage = new Storage(key, type, (int) count);
      check(storage, entry);
      known.put(key, storage);
      return storage;
    } catch (IOException e) {
      throw TorchReader.damaged(file, e);
    }
  }

  private ZipEntry entry(ZipFile zip, String key) {
    ZipEntry entry = zip.getEntry(root + "data/" + key);
    if (entry == null) {
      throw wrong(key, "is missing");
    }
    return entry;
  }

  /** Reads all of a storage, and holds it if it is small. */
  private void check(Storage storage, ZipEntry entry) throws IOException {
    boolean small = entry.getSize() <= CHUNK;
    FloatBuffer values = FloatBuffer.allocate(small ? storage.count : 0);
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      convert(
          storage,
          in,
          storage.count,
          part -> {
            storage.finite &= HeldTensor.finite(part);
            if (small) {
              values.put(part);
            }
          });
    }
    if (checksum.getValue() != entry.getCrc()) {
      throw wrong(storage.key, "fails its checksum");
    }
    storage.held = small ? values.array() : null;
  }

  private void convert(Storage storage, InputStream in, int count, Consumer<FloatBuffer> sink)
      throws IOException {
    Type type = storage.type;
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(order);
    float[] values = new float[Math.min(count, CHUNK / type.bytes)];
    for (int done = 0; done < count; ) {
      int part = Math.min(values.length, count - done);
      if (in.readNBytes(chunk.array(), 0, part * type.bytes) < part * type.bytes) {
        throw new EOFException("storage " + storage.key + " is cut short");
      }
      convert(storage.key, type, chunk, values, part);
      sink.accept(FloatBuffer.wrap(values, 0, part));
      done += part;
    }
  }

  private void convert(String key, Type type, ByteBuffer chunk, float[] values, int count) {
    if (type == Type.FLOAT) {
      chunk.asFloatBuffer().get(values, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case DOUBLE -> (float) chunk.getDouble(8 * i);
            case HALF -> HalfFloat.toFloat(chunk.getShort(2 * i));
            case BFLOAT16 -> Float.intBitsToFloat(chunk.getShort(2 * i) << 16);
            case LONG -> exact(key, chunk.getLong(8 * i));
            case INT -> exact(key, chunk.getInt(4 * i));
            case SHORT -> chunk.getShort(2 * i);
            case CHAR -> chunk.get(i);
            default -> chunk.get(i) & 0xFF;
          };
    }
  }

  private float exact(String key, long value) {
    if ((long) (float) value != value) {
      throw wrong(key, "holds the integer " + value + ", which float32 does not");
    }
    return value;
  }

  private DataException wrong(String key, String problem) {
    String shown = key.length() > 40 ? key.substring(0, 40) + "..." : key;
    return DataException.at(
        file, "storage " + shown.replaceAll("\\p{Cntrl}", "?"), problem, TorchReader.DAMAGED);
  }
}
