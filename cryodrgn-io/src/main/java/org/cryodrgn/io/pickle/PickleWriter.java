package org.cryodrgn.io.pickle;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.numpy.NumpyArray;

/**
 * Writes Python pickles of protocol 2, which Python 2.3 and later and NumPy 1 and 2 load. Takes
 * what {@link PickleReader} gives, and besides Java's other integers, {@code Float}, {@code int[]}
 * (as a tuple).
 */
public final class PickleWriter {

  /** Writes values that only the caller knows. */
  @FunctionalInterface
  public interface Extension {
    /**
     * Writes the value with the writer's opcodes, leaving one value on the stack.
     *
     * @return false if the value is not the extension's
     */
    boolean write(PickleWriter writer, Object value) throws IOException;
  }

  private final OutputStream out;
  private final Extension extension;

  /** A writer that knows the usual values only. */
  public PickleWriter(OutputStream out) {
    this(out, (writer, value) -> false);
  }

  /** A writer that asks the extension first. */
  public PickleWriter(OutputStream out, Extension extension) {
    this.out = out;
    this.extension = extension;
  }

  /**
   * Writes a file of one pickle for each value.
   *
   * @throws org.cryodrgn.io.DataException if the file cannot be written
   */
  public static void write(Path file, Object... values) {
    AtomicFile.write(
        file,
        out -> {
          PickleWriter writer = new PickleWriter(out);
          for (Object value : values) {
            writer.pickle(value);
          }
        });
  }

  /** One whole pickle. */
  public void pickle(Object value) throws IOException {
    opcodes(0x80, 2);
    value(value);
    opcodes('.');
  }

  /** One value within a pickle. */
  public void value(Object value) throws IOException {
    if (extension.write(this, value)) {
      return;
    }
    if (value == null) {
      opcodes('N');
    } else if (value instanceof Boolean flag) {
      opcodes(flag ? 0x88 : 0x89);
    } else if (value instanceof Double || value instanceof Float) {
      opcodes('G');
      bigEndian8(Double.doubleToRawLongBits(((Number) value).doubleValue()));
    } else if (value instanceof Long || value instanceof Integer) {
      integer(((Number) value).longValue());
    } else if (value instanceof BigInteger large) {
      large(large.toByteArray());
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      opcodes('X');
      littleEndian4(utf8.length);
      out.write(utf8);
    } else if (value instanceof byte[] bytes) {
      latin1(bytes);
    } else if (value instanceof NumpyArray array) {
      array(array);
    } else {
      container(value);
    }
  }

  /** The class or function of a module. */
  public void global(String module, String name) throws IOException {
    opcodes('c');
    out.write((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** A tuple of values. */
  public void tuple(Object... values) throws IOException {
    opcodes('(');
    for (Object value : values) {
      value(value);
    }
    opcodes('t');
  }

  /** Calls the function with the tuple of arguments, the two topmost values of the stack. */
  public void reduce() throws IOException {
    opcodes('R');
  }

  /** Makes the topmost value the identity of an object that is kept outside. */
  public void persistentId() throws IOException {
    opcodes('Q');
  }

  /** A mark, as {@link #tuple} sets it, for arguments that are no plain values. */
  public void mark() throws IOException {
    opcodes('(');
  }

  /** Makes a tuple of all values since the mark. */
  public void tupleFromMark() throws IOException {
    opcodes('t');
  }

  /** Adds the items to the dict on top of the stack. */
  public void items(Map<?, ?> map) throws IOException {
    opcodes('(');
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      value(entry.getKey());
      value(entry.getValue());
    }
    opcodes('u');
  }

  private void container(Object value) throws IOException {
    if (value instanceof Object[] tuple) {
      tuple(tuple);
    } else if (value instanceof int[] tuple) {
      mark();
      for (int item : tuple) {
        integer(item);
      }
      tupleFromMark();
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Set<?> set) {
      global("__builtin__", "set");
      mark();
      list(set);
      tupleFromMark();
      reduce();
    } else if (value instanceof Map<?, ?> map) {
      opcodes('}');
      items(map);
    } else {
      throw new IllegalArgumentException("no pickle for " + value.getClass());
    }
  }

  private void list(Collection<?> items) throws IOException {
    opcodes(']', '(');
    for (Object item : items) {
      value(item);
    }
    opcodes('e');
  }

  private void array(NumpyArray array) throws IOException {
    global("numpy.core.multiarray", "_reconstruct");
    mark();
    global("numpy", "ndarray");
    tuple(0L);
    latin1(new byte[] {'b'});
    tupleFromMark();
    reduce();

    mark();
    integer(1);
    container(array.shape());
    global("numpy", "dtype");
    tuple(array.dtype(), false, true);
    reduce();
    long itemSize = NumpyArray.itemSize(array.dtype());
    if (array.dtype().startsWith("U")) {
      tuple(3L, "<", null, null, null, itemSize, 4L, 8L);
    } else {
      tuple(3L, itemSize == 1 ? "|" : "<", null, null, null, -1L, -1L, 0L);
    }
    opcodes('b');
    value(false);
    latin1(array.bytes());
    tupleFromMark();
    opcodes('b');
  }

  /** Protocol 2 has no bytes: they are Latin-1 text, and how to encode it. */
  private void latin1(byte[] bytes) throws IOException {
    global("_codecs", "encode");
    mark();
    opcodes('X');
    long length = bytes.length;
    for (byte b : bytes) {
      length += b >>> 31;
    }
    if (length > 0xFFFFFFFFL) {
      throw new IOException("an array of " + bytes.length + " bytes is too large for a pickle");
    }
    littleEndian4((int) length);
    byte[] chunk = new byte[1 << 14];
    int filled = 0;
    for (byte b : bytes) {
      if (filled > chunk.length - 2) {
        out.write(chunk, 0, filled);
        filled = 0;
      }
      // Half the bytes of numbers take two, by chance: a branch would be mispredicted as often.
      int character = b & 0xFF;
      int isLong = character >>> 7;
      chunk[filled] = (byte) (0xC0 | character >>> 6);
      filled += isLong;
      chunk[filled++] = (byte) (character & ~(isLong << 6));
    }
    out.write(chunk, 0, filled);
    value("latin1");
    tupleFromMark();
    reduce();
  }

  private void integer(long value) throws IOException {
    if (value >= 0 && value < 256) {
      opcodes('K', (int) value);
    } else if (value == (int) value) {
      opcodes('J');
      littleEndian4((int) value);
    } else {
      large(BigInteger.valueOf(value).toByteArray());
    }
  }

  private void large(byte[] bigEndian) throws IOException {
    if (bigEndian.length > 255) {
      throw new IllegalArgumentException("an integer of " + bigEndian.length + " bytes");
    }
    opcodes(0x8a, bigEndian.length);
    for (int i = bigEndian.length - 1; i >= 0; i--) {
      out.write(bigEndian[i]);
    }
  }

  private void opcodes(int... bytes) throws IOException {
    for (int b : bytes) {
      out.write(b);
    }
  }

  private void littleEndian4(int value) throws IOException {
    opcodes(value, value >>> 8, value >>> 16, value >>> 24);
  }

  private void bigEndian8(long value) throws IOException {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
