package org.cryodrgn.io.pickle;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a pickle: knows how many are left, and never makes an array longer than that. */
final class PickleInput {

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 16;

  /** What is asked of the file at once: as much lies outside of the heap meanwhile. */
  private static final int PART = 1 << 16;

  private final InputStream in;
  private final long length;
  private long position;

  PickleInput(InputStream in, long length) {
    this.in = new BufferedInputStream(in, PART);
    this.length = length;
  }

  long length() {
    return length;
  }

  long position() {
    return position;
  }

  long remaining() {
    return length - position;
  }

  /** Whether the next bytes are these; takes none. */
  boolean beginsWith(byte[] expected) throws IOException {
    in.mark(expected.length);
    byte[] head = in.readNBytes(expected.length);
    in.reset();
    return Arrays.equals(head, expected);
  }

  int u1() throws IOException {
    int b = in.read();
    if (b < 0 || position >= length) {
      throw new EOFException();
    }
    position++;
    return b;
  }

  int u2() throws IOException {
    return u1() | u1() << 8;
  }

  int i4() throws IOException {
    return u2() | u2() << 16;
  }

  long u4() throws IOException {
    return i4() & 0xFFFFFFFFL;
  }

  long i8() throws IOException {
    return u4() | (long) i4() << 32;
  }

  /** A big-endian float64. */
  double f8() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(i8()));
  }

  /** That many bytes; checked against what is left before memory is taken. */
  byte[] bytes(long count) throws IOException {
    if (count < 0 || count > remaining()) {
      throw new Malformed(
          "a value of "
              + Long.toUnsignedString(count)
              + " bytes is announced, but "
              + remaining()
              + " are left",
          "The file is damaged or cut short: make or copy it again");
    }
    if (count > MAX_ARRAY) {
      throw new Malformed("a value of " + count + " bytes (limit 2 GiB)", "Split the data set");
    }
    byte[] bytes = new byte[(int) count];
    for (int filled = 0; filled < bytes.length; ) {
      int read = in.read(bytes, filled, Math.min(PART, bytes.length - filled));
      if (read < 0) {
        throw new EOFException();
      }
      filled += read;
    }
    position += count;
    return bytes;
  }

  String utf8(long count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** Up to the next line feed, which is taken and left out; Latin-1. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = u1(); b != '\n'; b = u1()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
