package org.cryodrgn.io.mrc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;

/**
 * Writes an MRC2014 file section by section. The number of sections and the statistics of the
 * values are put into the header by {@link #finish()}, which also gives the file its name; closing
 * without it leaves nothing behind. For one thread.
 */
public final class MrcWriter implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 20;

  private final Path path;
  private final MrcHeader header;
  private final MrcMode mode;
  private final int valuesPerSection;
  private final AtomicFile file;
  private final FileChannel channel;
  private final ByteBuffer buffer;
  private float[] decoded;
  private long values;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double sum;
  private double sumOfSquares;

  private MrcWriter(Path path, MrcHeader header, byte[] extended) throws IOException {
    this.path = path;
    this.header = header.withStamps().withExtendedBytes(extended.length);
    this.mode = header.mode();
    this.valuesPerSection =
        Math.multiplyExact(Math.multiplyExact(header.nx(), header.ny()), mode.valuesPerPixel());
    this.buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(header.order());
    this.file = AtomicFile.open(path);
    this.channel = file.channel();
    try {
      writeFully(ByteBuffer.wrap(this.header.bytes()));
      writeFully(ByteBuffer.wrap(extended));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Begins a file without an extended header.
   *
   * @param header its section size, mode, byte order, pixel size, origin and labels are kept; its
   *     number of sections and statistics are not
   */
  public static MrcWriter create(Path path, MrcHeader header) {
    return create(path, header, new byte[0]);
  }

  /** As {@link #create(Path, MrcHeader)} with the bytes of an extended header. */
  public static MrcWriter create(Path path, MrcHeader header, byte[] extended) {
    try {
      return new MrcWriter(path, header, extended);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(path, e);
    }
  }

  /** Writes a copy of a file under another header of the same section size, mode and byte order. */
  public static void copy(MrcFile source, MrcHeader header, Path path) {
    try (MrcWriter writer = create(path, header, source.extendedHeader())) {
      for (int section = 0; section < source.nz(); section++) {
        writer.copy(source, section);
      }
      writer.finish();
    }
  }

  /**
   * Appends sections.
   *
   * @param sections the values, y slow and x fast; whole numbers are rounded to for integer modes
   * @param offset the element of the first value
   * @param count how many sections
   * @throws DataException if a value does not fit the mode, or the disk is full
   */
  public void write(float[] sections, int offset, int count) {
    int end = offset + Math.multiplyExact(count, valuesPerSection);
    int perBuffer = BUFFER_BYTES / 4;
    try {
      for (int from = offset; from < end; from += perBuffer) {
        int length = Math.min(perBuffer, end - from);
        gather(sections, from, length);
        buffer.clear();
        mode.encode(sections, from, length, buffer);
        writeFully(buffer.flip());
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(path, e);
    }
  }

  /** Appends one section. */
  public void write(float[] section) {
    write(section, 0, 1);
  }

  /** Appends a section of a file of the same mode and byte order, bit by bit. */
  public void copy(MrcFile source, int section) {
    if (source.header().mode() != mode
        || source.header().order() != header.order()
        || source.valuesPerSection() != valuesPerSection) {
      throw new IllegalArgumentException("sections of another kind: " + source.path());
    }
    if (decoded == null) {
      decoded = new float[valuesPerSection];
    }
    ByteBuffer bytes = source.section(section);
    mode.decode(bytes, decoded, 0, valuesPerSection);
    gather(decoded, 0, valuesPerSection);
    try {
      writeFully(bytes);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(path, e);
    }
  }

  /** Completes the header and gives the file its name. */
  public void finish() {
    long sections = values / valuesPerSection;
    if (sections == 0 || sections > Integer.MAX_VALUE) {
      throw DataException.at(
          path, "", "an MRC file cannot hold " + sections + " sections", "Write at least one");
    }
    double mean = sum / values;
    double rms = Math.sqrt(Math.max(0, sumOfSquares / values - mean * mean));
    MrcHeader complete =
        header
            .withSections((int) sections)
            .withStatistics((float) min, (float) max, (float) mean, (float) rms);
    try {
      channel.position(0);
      writeFully(ByteBuffer.wrap(complete.bytes()));
      file.commit();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(path, e);
    }
  }

  /** Removes what was written unless it was finished. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(path, e);
    }
  }

  private void gather(float[] source, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      float value = source[i];
      if (!mode.holds(value)) {
        throw DataException.at(
            path,
            "section " + ((values + i - offset) / valuesPerSection + 1),
            String.format(Locale.US, "the value %g does not fit MRC mode %d", value, mode.code()),
            "Write mode 2 (32-bit float)");
      }
      float held = mode.held(value);
      min = Math.min(min, held);
      max = Math.max(max, held);
      sum += held;
      sumOfSquares += (double) held * held;
    }
    values += count;
  }

  private void writeFully(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }
}
