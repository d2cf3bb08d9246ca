package org.cryodrgn.io.particles;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcFile;

/** Images that are sections of MRC files, as two indices an image: the file and the section. */
final class FileStack implements ParticleStack {

  private static final int EXPONENT = 0x7F800000;

  private final Path source;
  private final MemberFiles files;
  private final int[] fileOf;
  private final int[] sectionOf;
  private final int box;
  private final OptionalDouble pixelSize;
  private final IntToDoubleFunction pixelSizeOf;

  FileStack(
      Path source,
      List<Path> files,
      int[] fileOf,
      int[] sectionOf,
      int box,
      OptionalDouble pixelSize,
      IntToDoubleFunction pixelSizeOf) {
    this.source = source;
    this.files = new MemberFiles(files);
    this.fileOf = fileOf;
    this.sectionOf = sectionOf;
    this.box = box;
    this.pixelSize = pixelSize;
    this.pixelSizeOf = pixelSizeOf;
  }

  @Override
  public int size() {
    return sectionOf.length;
  }

  @Override
  public int box() {
    return box;
  }

  @Override
  public OptionalDouble pixelSize() {
    return pixelSize;
  }

  @Override
  public double pixelSizeOf(int index) {
    return pixelSizeOf.applyAsDouble(index);
  }

  @Override
  public void read(int[] indices, float[] images) {
    long[] order = fileOrder(indices);
    int start = 0;
    while (start < order.length) {
      int position = (int) order[start];
      int run = 1;
      while (start + run < order.length
          && (int) order[start + run] == position + run
          && follows(indices[position + run - 1], indices[position + run])) {
        run++;
      }
      read(indices, position, run, images);
      start += run;
    }
  }

  /** Positions in the batch (low 32 bits), grouped by their file (high 32 bits). */
  private long[] fileOrder(int[] indices) {
    long[] order = new long[indices.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) fileOf[indices[i]] << 32 | i;
    }
    if (files.paths().size() > 1) {
      Arrays.sort(order);
    }
    return order;
  }

  private boolean follows(int before, int after) {
    return fileOf[before] == fileOf[after] && sectionOf[before] + 1 == sectionOf[after];
  }

  private void read(int[] indices, int position, int run, float[] images) {
    int first = indices[position];
    int pixels = box * box;
    MrcFile file = files.get(fileOf[first]);
    if (file.nx() != box || file.ny() != box || sectionOf[first] + run > file.nz()) {
      throw DataException.at(
          file.path(), "", "has changed since the stack was opened", "Start again");
    }
    file.read(sectionOf[first], run, images, position * pixels);
    if (!finite(images, position * pixels, (position + run) * pixels)) {
      for (int i = position; i < position + run; i++) {
        if (!finite(images, i * pixels, (i + 1) * pixels)) {
          throw new NotFiniteImageException(describe(indices[i]), indices[i]);
        }
      }
    }
  }

  private static boolean finite(float[] values, int from, int to) {
    int largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & EXPONENT);
    }
    return largest != EXPONENT;
  }

  @Override
  public String describe(int index) {
    Path file = files.paths().get(fileOf[index]);
    if (file.equals(source)) {
      return source + ", image " + (index + 1);
    }
    return String.format(
        Locale.US, "%s, row %d (%06d@%s)", source, index + 1, sectionOf[index] + 1, file);
  }

  @Override
  public List<Path> files() {
    return files.paths();
  }

  @Override
  public int fileOf(int index) {
    return fileOf[index];
  }

  @Override
  public int sectionOf(int index) {
    return sectionOf[index];
  }

  @Override
  public void close() {
    files.clear();
  }
}
