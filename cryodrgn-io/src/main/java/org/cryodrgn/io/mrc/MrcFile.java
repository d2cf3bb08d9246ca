package org.cryodrgn.io.mrc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.cryodrgn.io.DataException;

/**
 * An MRC2014 volume or image stack, memory-mapped for reading. The values are mapped in windows of
 * whole sections, at most 1 GiB each unless one section is larger, when a section of theirs is
 * first asked for; between two calls no file handle is open. Safe for use by several threads.
 */
public final class MrcFile {

  private static final long WINDOW_BYTES = 1L << 30;

  private final Path path;
  private final MrcHeader header;
  private final MrcMode mode;
  private final long dataStart;
  private final int sectionBytes;
  private final int sectionsPerWindow;
  private final AtomicReferenceArray<MappedByteBuffer> windows;

  private MrcFile(Path path, MrcHeader header, int sectionBytes) {
    this.path = path;
    this.header = header;
    this.mode = header.mode();
    this.dataStart = (long) MrcHeader.BYTES + header.extendedBytes();
    this.sectionBytes = sectionBytes;
    this.sectionsPerWindow = (int) Math.max(1, WINDOW_BYTES / sectionBytes);
    this.windows =
        new AtomicReferenceArray<>((int) (((long) header.nz() - 1) / sectionsPerWindow + 1));
  }

  /**
   * Reads the header and checks it against the length of the file.
   *
   * @throws DataException if there is no such file, it is no MRC file, its header makes no sense,
   *     or it is shorter than the header tells
   */
  public static MrcFile open(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long length = channel.size();
      if (length < MrcHeader.BYTES) {
        throw DataException.at(
            path,
            "byte " + length,
            length == 0 ? "the file is empty" : "the file ends within the MRC header",
            "An MRC file begins with 1,024 bytes of header: copy or write it again");
      }
      ByteBuffer bytes = ByteBuffer.allocate(MrcHeader.BYTES);
      readFully(channel, bytes, 0);
      MrcHeader header = MrcHeader.of(bytes.array(), MrcHeaderCheck.byteOrder(path, bytes));
      return new MrcFile(path, header, MrcHeaderCheck.sectionBytes(path, header, length));
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  /** The file as it was named. */
  public Path path() {
    return path;
  }

  /** The header. */
  public MrcHeader header() {
    return header;
  }

  /** Pixels along x. */
  public int nx() {
    return header.nx();
  }

  /** Pixels along y. */
  public int ny() {
    return header.ny();
  }

  /** Sections: planes of a volume, images of a stack. */
  public int nz() {
    return header.nz();
  }

  /** The floats of one section: ny x nx, twice that for complex values. */
  public int valuesPerSection() {
    return nx() * ny() * mode.valuesPerPixel();
  }

  /**
   * Reads sections that follow each other.
   *
   * @param first the first section, from 0
   * @param count how many
   * @param target where to put them, y slow and x fast in each; complex values as pairs, real part
   *     first
   * @param offset the element of the target for the first value
   */
  public void read(int first, int count, float[] target, int offset) {
    if (first < 0 || count < 0 || first > nz() - count) {
      throw new IndexOutOfBoundsException("sections " + first + " + " + count + " of " + nz());
    }
    int values = valuesPerSection();
    int section = first;
    int position = offset;
    while (section < first + count) {
      int run = Math.min(first + count, windowEnd(section)) - section;
      try {
        mode.decode(window(section), target, position, Math.multiplyExact(run, values));
      } catch (InternalError e) {
        // How the JVM tells that mapped pages could not be brought in.
        throw DataException.at(
            path,
            "section " + section,
            "could not be read: the file became shorter, or its disk failed",
            "Check that nothing is writing to the file, and its disk",
            e);
      }
      section += run;
      position += run * values;
    }
  }

  /**
   * The bytes of one section as the file holds them, in its byte order: a view of the mapped file.
   */
  public ByteBuffer section(int index) {
    if (index < 0 || index >= nz()) {
      throw new IndexOutOfBoundsException("section " + index + " of " + nz());
    }
    ByteBuffer view = window(index);
    view.limit(view.position() + sectionBytes);
    return view;
  }

  /** The extended header's bytes; none if there is no such header. */
  public byte[] extendedHeader() {
    ByteBuffer bytes = ByteBuffer.allocate(header.extendedBytes());
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      readFully(channel, bytes, MrcHeader.BYTES);
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
    return bytes.array();
  }

  private int windowEnd(int section) {
    return (int)
        Math.min(nz(), ((long) section / sectionsPerWindow + 1) * (long) sectionsPerWindow);
  }

  /** A view that begins at the section and ends with its window. */
  private ByteBuffer window(int section) {
    int index = section / sectionsPerWindow;
    MappedByteBuffer window = windows.get(index);
    if (window == null) {
      window = map(index);
      // Two threads may map the same window; either will do.
      windows.set(index, window);
    }
    ByteBuffer view = window.duplicate().order(header.order());
    view.position(section % sectionsPerWindow * sectionBytes);
    return view;
  }

  private MappedByteBuffer map(int index) {
    long first = (long) index * sectionsPerWindow;
    long count = Math.min(sectionsPerWindow, nz() - first);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long start = dataStart + first * sectionBytes;
      long bytes = count * sectionBytes;
      if (channel.size() < start + bytes) {
        throw DataException.at(
            path,
            "byte " + channel.size(),
            "the file has become shorter since it was opened",
            "Check that nothing is writing to it");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, start, bytes);
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position()) < 0) {
        throw new IOException("the file ends at byte " + (position + target.position()));
      }
    }
  }

  private static DataException cannotRead(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return DataException.at(path, "", "there is no such file", "Check the path", e);
    }
    if (Files.isDirectory(path)) {
      return DataException.at(path, "", "is a folder", "Name an MRC file", e);
    }
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    return DataException.at(
        path, "", "cannot be read: " + reason, "Check its permissions and its disk", e);
  }
}
