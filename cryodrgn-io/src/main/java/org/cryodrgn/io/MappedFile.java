package org.cryodrgn.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The bytes of a file of any size, mapped into memory in windows of 1 GiB, so that nothing of it
 * lies in the Java heap. Safe for use by several threads. The mapping ends when the object is
 * garbage; the file stays readable here after another file took its name.
 */
public final class MappedFile {

  private static final int SHIFT = 30;
  private static final long WINDOW = 1L << SHIFT;
  private static final int MASK = (int) (WINDOW - 1);

  private final Path path;
  private final long size;
  private final ByteBuffer[] windows;

  private MappedFile(Path path, long size, ByteBuffer[] windows) {
    this.path = path;
    this.size = size;
    this.windows = windows;
  }

  /**
   * Maps a file.
   *
   * @throws DataException if it is missing, a folder, not readable or empty, or only stands for the
   *     file that is meant
   */
  public static MappedFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw DataException.at(path, "", "is a folder", "Name a file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size == 0) {
        throw DataException.empty(path);
      }
      ByteBuffer[] windows = new ByteBuffer[(int) ((size + WINDOW - 1) >>> SHIFT)];
      for (int i = 0; i < windows.length; i++) {
        long from = i * WINDOW;
        windows[i] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, from, Math.min(WINDOW, size - from))
                .order(ByteOrder.LITTLE_ENDIAN);
      }
      MappedFile file = new MappedFile(path, size, windows);
      StandInFile.refuse(path, file::beginsWith);
      return file;
    } catch (IOException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        throw DataException.at(
            path,
            "",
            "is larger than the address space that is left to this process",
            "Lift its limit (ulimit -v unlimited)",
            e);
      }
      throw DataException.cannotRead(path, e);
    }
  }

  /** The file as it was named. */
  public Path path() {
    return path;
  }

  /** The number of bytes. */
  public long size() {
    return size;
  }

  /** One byte. */
  public byte at(long position) {
    return windows[(int) (position >>> SHIFT)].get((int) position & MASK);
  }

  private boolean beginsWith(byte[] start) {
    if (size < start.length) {
      return false;
    }
    byte[] head = new byte[start.length];
    get(0, head, 0, head.length);
    return Arrays.equals(head, start);
  }

  /** Copies bytes from a position on. */
  public void get(long position, byte[] target, int offset, int length) {
    while (length > 0) {
      int inWindow = (int) position & MASK;
      int part = (int) Math.min(length, WINDOW - inWindow);
      windows[(int) (position >>> SHIFT)].get(inWindow, target, offset, part);
      position += part;
      offset += part;
      length -= part;
    }
  }

  /** The first position from {@code from} on that holds the byte, or the size if none does. */
  public long find(byte value, long from) {
    long position = from;
    while (position < size) {
      ByteBuffer window = windows[(int) (position >>> SHIFT)];
      long base = position & ~(WINDOW - 1);
      int limit = window.limit();
      for (int i = (int) position & MASK; i < limit; i++) {
        if (window.get(i) == value) {
          return base + i;
        }
      }
      position = base + WINDOW;
    }
    return size;
  }

  /** The bytes from {@code from} to {@code to} (exclusive) as UTF-8 text. */
  public String text(long from, long to) {
    byte[] bytes = new byte[Math.toIntExact(to - from)];
    get(from, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes the bytes from {@code from} to {@code to} (exclusive) to a stream. */
  public void copy(long from, long to, OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(1 << 16, to - from)];
    for (long position = from; position < to; ) {
      int part = (int) Math.min(buffer.length, to - position);
      get(position, buffer, 0, part);
      out.write(buffer, 0, part);
      position += part;
    }
  }
}
