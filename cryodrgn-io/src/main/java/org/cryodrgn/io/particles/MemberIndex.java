package org.cryodrgn.io.particles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcMode;

/**
 * The files of a stack in the making: their headers are checked against each other and the rows.
 */
final class MemberIndex {

  /** In place of a section: the one image of a file that holds no other. */
  static final int ONLY = -1;

  private final Path source;
  private final List<Path> files = new ArrayList<>();
  private final Map<Path, Integer> numbers = new HashMap<>();
  private final List<Integer> wholes = new ArrayList<>();

  MemberIndex(Path source) {
    this.source = source;
  }

  /** The number of a file, which is new or was named before. */
  int add(Path file) {
    Integer known = numbers.putIfAbsent(file, files.size());
    if (known == null) {
      files.add(file);
      return files.size() - 1;
    }
    return known;
  }

  /** Adds all images of a file. */
  void addWhole(Path file) {
    wholes.add(add(file));
  }

  /** The stack of all images of the files that were added whole. */
  ParticleStack build() {
    MrcHeader[] headers = headers();
    long total = 0;
    for (int file : wholes) {
      total += headers[file].nz();
    }
    if (total > Integer.MAX_VALUE - 8) {
      throw DataException.at(source, "", "holds " + total + " images", "Split the data set");
    }
    int[] fileOf = new int[(int) total];
    int[] sectionOf = new int[(int) total];
    int position = 0;
    for (int file : wholes) {
      for (int section = 0; section < headers[file].nz(); section++) {
        fileOf[position] = file;
        sectionOf[position++] = section;
      }
    }
    return build(headers, fileOf, sectionOf, box -> new double[0]);
  }

  /**
   * The stack of the given section of the given file for each row.
   *
   * @param sectionOf sections from 0, or {@link #ONLY}, in whose place the section is put
   * @param pixelSizes the pixel size of each row as the table tells it, by the box size of the
   *     images; or nothing
   */
  ParticleStack build(int[] fileOf, int[] sectionOf, IntFunction<double[]> pixelSizes) {
    MrcHeader[] headers = headers();
    for (int i = 0; i < fileOf.length; i++) {
      int nz = headers[fileOf[i]].nz();
      if (sectionOf[i] == ONLY) {
        if (nz > 1) {
          throw DataException.at(
              source,
              "row " + (i + 1),
              "names no image of " + files.get(fileOf[i]) + ", which holds " + nz,
              "Write the image name as 000001@path; for tilt images of RELION 5 run parse_relion");
        }
        sectionOf[i] = 0;
      }
      if (sectionOf[i] >= nz) {
        throw DataException.at(
            source,
            "row " + (i + 1),
            String.format(
                Locale.US,
                "names image %d of %s, which holds %d",
                sectionOf[i] + 1,
                files.get(fileOf[i]),
                nz),
            "Check that the table and the stack belong together, or give --datadir");
      }
    }
    return build(headers, fileOf, sectionOf, pixelSizes);
  }

  private ParticleStack build(
      MrcHeader[] headers, int[] fileOf, int[] sectionOf, IntFunction<double[]> pixelSizes) {
    if (fileOf.length == 0) {
      throw DataException.at(source, "", "names no particles", "Name a file with particles");
    }
    int box = headers[0].nx();
    double[] ofHeaders = new double[headers.length];
    for (int i = 0; i < headers.length; i++) {
      checkImage(files.get(i), headers[i]);
      if (headers[i].nx() != box) {
        throw DataException.at(
            files.get(i),
            "",
            "its box is " + headers[i].nx() + ", that of " + files.get(0) + " is " + box,
            "Extract all in one box, or take those of one box (filter_star, filter_cs)");
      }
      ofHeaders[i] = headers[i].pixelSize();
    }
    double[] told = pixelSizes.apply(box);
    OptionalDouble pixelSize = PixelSizes.common(told.length > 0 ? told : ofHeaders);
    return new FileStack(
        source,
        files,
        fileOf,
        sectionOf,
        box,
        pixelSize,
        pixelSizeOf(pixelSize, told, ofHeaders, fileOf));
  }

  /** The pixel size of each image. A size a row is kept only where rows differ. */
  private static IntToDoubleFunction pixelSizeOf(
      OptionalDouble common, double[] ofRows, double[] ofFiles, int[] fileOf) {
    if (common.isPresent()) {
      double size = common.getAsDouble();
      return i -> size;
    }
    return ofRows.length > 0 ? i -> ofRows[i] : i -> ofFiles[fileOf[i]];
  }

  private MrcHeader[] headers() {
    MrcHeader[] headers = new MrcHeader[files.size()];
    IntStream.range(0, headers.length)
        .parallel()
        .forEach(i -> headers[i] = MrcFile.open(files.get(i)).header());
    return headers;
  }

  private static void checkImage(Path file, MrcHeader header) {
    if (header.mode() == MrcMode.COMPLEX64) {
      throw DataException.at(
          file, "byte 12", "holds complex values (mode 4)", "Extract the particles in real space");
    }
    if (header.nx() != header.ny()) {
      throw DataException.at(
          file,
          "byte 0",
          "its images are " + header.nx() + " x " + header.ny() + " pixels, not square",
          "Extract the particles in a square box");
    }
  }
}
