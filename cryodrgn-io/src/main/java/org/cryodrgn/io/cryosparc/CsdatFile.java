package org.cryodrgn.io.cryosparc;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MappedFile;
import org.cryodrgn.io.numpy.NpyField;

/**
 * A CSDAT file (cryoSPARC 4.5 and later; the format is that of cryosparc-tools 5.0): six bytes of
 * magic, the length of the head (uint32, as all numbers little-endian), the head ({@link
 * CsdatHeader}), then for each field the length of its bytes (uint32) and its values, one LZ4 block
 * if it is compressed; the rest is a heap of texts that end with a zero byte. A text field's values
 * are offsets into it, uint64.
 *
 * <p>The file is mapped. A column is unpacked when it is asked for and kept while memory lasts.
 */
final class CsdatFile {

  static final byte[] MAGIC = {(byte) 0x95, 'C', 'S', 'D', 'A', 'T'};

  private static final int LONGEST_HEAD = 1 << 24;

  /** An LZ4 block is at most so many times smaller than what it holds. */
  private static final long LARGEST_RATIO = 255;

  private final MappedFile file;
  private final CsdatHeader header;
  private final Map<String, CsColumn> columns = new LinkedHashMap<>();
  private final long heap;

  private CsdatFile(MappedFile file) {
    this.file = file;
    long start = MAGIC.length + Integer.BYTES;
    long length = length(MAGIC.length);
    if (length > LONGEST_HEAD || start + length > file.size()) {
      throw damaged("head", "claims " + length + " bytes, the file has " + file.size());
    }
    byte[] head = new byte[(int) length];
    file.get(start, head, 0, head.length);
    try {
      this.header = CsdatHeader.parse(head);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw DataException.at(
          file.path(),
          "head",
          "not a CSDAT head that is known: " + e.getMessage(),
          "Export the particles anew, or save them in the NumPy format with cryosparc-tools",
          e);
    }
    long position = start + length;
    if (header.rows() > 0) {
      for (NpyField field : header.fields()) {
        Block block = block(field, position);
        columns.put(field.name(), new Column(field, block));
        position = block.start() + block.length();
      }
    }
    this.heap = position;
  }

  /** Opens a file that begins with the magic. */
  static CsdatFile open(MappedFile file) {
    return new CsdatFile(file);
  }

  static boolean is(MappedFile file) {
    byte[] begin = new byte[MAGIC.length];
    if (file.size() < begin.length) {
      return false;
    }
    file.get(0, begin, 0, begin.length);
    return Arrays.equals(begin, MAGIC);
  }

  int rows() {
    return header.rows();
  }

  Map<String, CsColumn> columns() {
    return columns;
  }

  /** Where the values of a field lie, and how many bytes they are when unpacked. */
  private record Block(long start, int length, int unpacked, boolean compressed) {}

  private Block block(NpyField field, long position) {
    String place = "field " + field.name();
    long start = position + Integer.BYTES;
    long length = length(position);
    long unpacked = (long) header.rows() * field.bytes();
    boolean compressed = header.compressed().contains(field.name());
    if (start + length > file.size()) {
      throw damaged(place, "claims " + length + " bytes at " + start + " of " + file.size());
    }
    if (length > Integer.MAX_VALUE - 8 || unpacked > Integer.MAX_VALUE - 8) {
      throw DataException.at(
          file.path(), place, "holds more than 2 GB", "Export the particles in parts");
    }
    if (compressed ? unpacked / LARGEST_RATIO > length : unpacked != length) {
      throw damaged(place, length + " bytes cannot hold " + header.rows() + " rows");
    }
    return new Block(start, (int) length, (int) unpacked, compressed);
  }

  private long length(long position) {
    byte[] bytes = new byte[Integer.BYTES];
    if (position + bytes.length > file.size()) {
      throw damaged("", "ends at byte " + file.size());
    }
    file.get(position, bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
  }

  private byte[] unpack(NpyField field, Block block) {
    byte[] bytes = new byte[block.length()];
    file.get(block.start(), bytes, 0, bytes.length);
    if (!block.compressed()) {
      return bytes;
    }
    byte[] unpacked = new byte[block.unpacked()];
    try {
      int count =
          LZ4Factory.safeInstance()
              .safeDecompressor()
              .decompress(bytes, 0, bytes.length, unpacked, 0, unpacked.length);
      if (count != unpacked.length) {
        throw damaged(
            "field " + field.name(), "holds " + count + " of " + unpacked.length + " bytes");
      }
    } catch (LZ4Exception e) {
      throw damaged("field " + field.name(), "is no LZ4 block: " + e.getMessage());
    }
    return unpacked;
  }

  private DataException damaged(String place, String problem) {
    return DataException.at(
        file.path(), place, problem, "Copy the file anew: it is cut off or damaged");
  }

  /** A field; text is found through the heap. */
  private final class Column implements CsColumn {

    private final NpyField field;
    private final Block block;
    private SoftReference<ByteBuffer> unpacked = new SoftReference<>(null);

    Column(NpyField field, Block block) {
      this.field = field;
      this.block = block;
    }

    @Override
    public NpyField field() {
      return field;
    }

    private synchronized ByteBuffer values() {
      ByteBuffer values = unpacked.get();
      if (values == null) {
        values = ByteBuffer.wrap(unpack(field, block)).order(ByteOrder.LITTLE_ENDIAN);
        unpacked = new SoftReference<>(values);
      }
      return values;
    }

    @Override
    public void raw(int row, byte[] target, int offset) {
      values().get(row * field.bytes(), target, offset, field.bytes());
    }

    @Override
    public String text(int row) {
      if (field.kind() != 'O') {
        byte[] bytes = new byte[field.bytes()];
        raw(row, bytes, 0);
        return field.text(bytes);
      }
      long offset = values().getLong(row * Long.BYTES);
      if (offset == 0) {
        return "";
      }
      if (offset < 0 || offset >= file.size() - heap) {
        throw damaged(
            "row " + (row + 1) + ", field " + field.name(),
            "its text lies at byte " + Long.toUnsignedString(offset) + " beyond the texts");
      }
      return file.text(heap + offset, file.find((byte) 0, heap + offset));
    }
  }
}
