package org.cryodrgn.io.mrc;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.StandInFile;

/**
 * An MRC2014 volume or image stack for reading. Values are read, not mapped: pages of a mapped file
 * count as the process's memory, without an end for a stack larger than it. Between two calls no
 * file handle is open. Safe for use by several threads.
 */
public final class MrcFile {

  /** Bytes read in one go: whole values of every mode. */
  private static final int PIECE = 1 << 20;

  private static final ThreadLocal<ByteBuffer> PIECES =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PIECE));

  private final Path path;
  private final MrcHeader header;
  private final MrcMode mode;
  private final long length;
  private final long dataStart;
  private final int sectionBytes;

  private MrcFile(Path path, MrcHeader header, long length, int sectionBytes) {
    this.path = path;
    this.header = header;
    this.mode = header.mode();
    this.length = length;
    this.dataStart = (long) MrcHeader.BYTES + header.extendedBytes();
    this.sectionBytes = sectionBytes;
  }

  /**
   * Reads the header and checks it against the length of the file.
   *
   * @throws DataException if there is no such file, it is no MRC file but another, a folder or a
   *     pipe, its header makes no sense, or it is shorter than the header tells
   */
  public static MrcFile open(Path path) {
    try (FileChannel channel = channel(path)) {
      MrcHeader header = header(path, channel);
      long length = channel.size();
      return new MrcFile(path, header, length, MrcHeaderCheck.sectionBytes(path, header, length));
    } catch (IOException e) {
      throw DataException.cannotRead(path, e);
    }
  }

  /**
   * Reads the header alone, for people to look at: whatever follows it, and also where this program
   * could not read the values.
   *
   * @throws DataException if there is no such file, or it is no MRC file
   */
  public static MrcHeader header(Path path) {
    try (FileChannel channel = channel(path)) {
      return header(path, channel);
    } catch (IOException e) {
      throw DataException.cannotRead(path, e);
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw DataException.at(path, "", "is a folder", "Name an MRC file");
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  private static MrcHeader header(Path path, FileChannel channel) throws IOException {
    long length = channel.size();
    if (length == 0) {
      throw DataException.empty(path);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, MrcHeader.BYTES));
    readFully(channel, bytes, 0);
    StandInFile.refuse(path, start -> beginsWith(bytes, start));
    if (length < MrcHeader.BYTES) {
      throw DataException.at(
          path,
          "byte " + length,
          "the file ends within the MRC header",
          "An MRC file begins with 1,024 bytes of header: copy or write it again");
    }
    return MrcHeader.of(bytes.array(), MrcHeaderCheck.byteOrder(path, bytes));
  }

  private static boolean beginsWith(ByteBuffer bytes, byte[] start) {
    return bytes.capacity() >= start.length
        && bytes.slice(0, start.length).equals(ByteBuffer.wrap(start));
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
    ByteBuffer piece = PIECES.get().order(header.order());
    int valueBytes = mode.bytes() / mode.valuesPerPixel();
    long position = dataStart + (long) first * sectionBytes;
    long left = (long) count * sectionBytes;
    int at = offset;
    try (FileChannel channel = again()) {
      while (left > 0) {
        piece.clear().limit((int) Math.min(PIECE, left));
        readFully(channel, piece, position);
        int bytes = piece.flip().limit();
        int values = bytes / valueBytes;
        mode.decode(piece, target, at, values);
        at += values;
        position += bytes;
        left -= bytes;
      }
    } catch (IOException e) {
      throw DataException.cannotRead(path, e);
    }
  }

  /**
   * Reads a section of a map, real and finite.
   *
   * @param index the section, from 0
   * @param target where to put it, y slow and x fast
   * @param offset the element of the target for the first value
   * @throws DataException if values are complex, infinite or NaN
   */
  public void readDensity(int index, float[] target, int offset) {
    if (mode == MrcMode.COMPLEX64) {
      throw DataException.at(
          path, "byte 12", "holds complex values (mode 4)", "Save the map in real space");
    }
    read(index, 1, target, offset);
    for (int i = offset; i < offset + valuesPerSection(); i++) {
      if (!Float.isFinite(target[i])) {
        throw DataException.at(
            path, "section " + (index + 1), "holds NaN or infinite values", "Make the map again");
      }
    }
  }

  /** The bytes of one section as the file holds them, in its byte order. */
  public ByteBuffer section(int index) {
    if (index < 0 || index >= nz()) {
      throw new IndexOutOfBoundsException("section " + index + " of " + nz());
    }
    return bytes(dataStart + (long) index * sectionBytes, sectionBytes);
  }

  /** The extended header's bytes; none if there is no such header. */
  public byte[] extendedHeader() {
    return bytes(MrcHeader.BYTES, header.extendedBytes()).array();
  }

  private ByteBuffer bytes(long position, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(header.order());
    try (FileChannel channel = again()) {
      readFully(channel, bytes, position);
    } catch (IOException e) {
      throw DataException.cannotRead(path, e);
    }
    return bytes.flip();
  }

  /** The file of another length is another file, which the header does not describe. */
  private FileChannel again() throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    long now = channel.size();
    if (now == length) {
      return channel;
    }
    channel.close();
    throw DataException.at(
        path,
        "",
        "has changed since it was opened: it has %d bytes, not %d".formatted(now, length),
        "Check that nothing is writing to it, and start again");
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position()) < 0) {
        throw new EOFException("byte " + (position + target.position()));
      }
    }
  }
}
