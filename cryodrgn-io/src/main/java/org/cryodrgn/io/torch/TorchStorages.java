package org.cryodrgn.io.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.HalfFloat;

/** The numbers behind the tensors of a checkpoint, each storage read once and as float32. */
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

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final ZipFile zip;
  private final String root;
  private final ByteOrder order;
  private final Map<String, float[]> read = new HashMap<>();
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

  /** The bytes of the whole checkpoint. */
  long fileSize() {
    return fileSize;
  }

  /** All values of a storage. */
  float[] values(String key, Type type, long count) {
    float[] known = read.get(key);
    if (known != null) {
      if (known.length != count) {
        throw wrong(key, "is used with " + count + " and with " + known.length + " values");
      }
      return known;
    }
    ZipEntry entry = zip.getEntry(root + "data/" + key);
    if (entry == null) {
      throw wrong(key, "is missing");
    }
    try {
      TorchReader.checkStored(file, entry);
      if (count < 0 || count > Integer.MAX_VALUE || count * type.bytes != entry.getSize()) {
        throw wrong(key, "has " + entry.getSize() + " bytes for " + count + " values of " + type);
      }
      bytesLeft -= entry.getSize();
      if (bytesLeft < 0) {
        throw wrong(key, "overlaps with others");
      }
      float[] values = read(key, entry, type);
      read.put(key, values);
      return values;
    } catch (IOException e) {
      throw TorchReader.damaged(file, e);
    }
  }

  private float[] read(String key, ZipEntry entry, Type type) throws IOException {
    float[] values = new float[(int) (entry.getSize() / type.bytes)];
    CRC32 checksum = new CRC32();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(order);
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      int done = 0;
      while (done < values.length) {
        int count = Math.min(CHUNK / type.bytes, values.length - done);
        if (in.readNBytes(chunk.array(), 0, count * type.bytes) < count * type.bytes) {
          throw new EOFException("storage " + key + " is cut short");
        }
        convert(key, type, chunk.clear(), values, done, count);
        done += count;
      }
    }
    if (checksum.getValue() != entry.getCrc()) {
      throw wrong(key, "fails its checksum");
    }
    return values;
  }

  private void convert(
      String key, Type type, ByteBuffer chunk, float[] values, int offset, int count) {
    if (type == Type.FLOAT) {
      chunk.asFloatBuffer().get(values, offset, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[offset + i] =
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
        file,
        "storage " + shown.replaceAll("\\p{Cntrl}", "?"),
        problem,
        "The file is damaged: copy it again or use another epoch's weights");
  }
}
