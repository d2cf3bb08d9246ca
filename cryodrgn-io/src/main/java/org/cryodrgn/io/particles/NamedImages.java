package org.cryodrgn.io.particles;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.cryodrgn.io.DataException;

/** Collects the images that the rows of a table name, each file looked for once. */
final class NamedImages {

  private final Path source;
  private final ImagePaths paths;
  private final MemberIndex index;
  private final Map<String, Integer> fileOfName = new HashMap<>();
  private final int[] fileOf;
  private final int[] sectionOf;
  private String lastName = "";
  private int lastFile;
  private int size;

  NamedImages(Path source, ImagePaths paths, int rows) {
    this.source = source;
    this.paths = paths;
    this.index = new MemberIndex(source);
    this.fileOf = new int[rows];
    this.sectionOf = new int[rows];
  }

  /**
   * Adds the image that RELION calls {@code 000012@path}, or {@code path} if it is the only one.
   */
  void addOneBased(String imageName) {
    int at = imageName.indexOf('@');
    int section = MemberIndex.ONLY;
    if (at >= 0) {
      try {
        section = Integer.parseInt(imageName, 0, at, 10) - 1;
      } catch (NumberFormatException e) {
        section = -1;
      }
      if (section < 0) {
        throw DataException.at(
            source,
            place(),
            "the image name '" + imageName + "' does not begin with a number from 1 and @",
            "Write it as 000001@path");
      }
    }
    put(ImageNames.relionPath(imageName), section);
  }

  /** Adds the section, from 0, of the file that cryoSPARC names. */
  void add(String blobPath, long section) {
    String name = ImageNames.cryosparcPath(blobPath);
    if (section < 0 || section > Integer.MAX_VALUE) {
      throw DataException.at(
          source, place(), "there is no image " + section + " of " + name, "Correct the row");
    }
    put(name, (int) section);
  }

  private void put(String name, int section) {
    // Tables name the images of a file one after the other.
    if (size == 0 || !name.equals(lastName)) {
      Integer known = fileOfName.get(name);
      if (known == null) {
        known = index.add(paths.find(name, place()));
        fileOfName.put(name, known);
      }
      lastName = name;
      lastFile = known;
    }
    fileOf[size] = lastFile;
    sectionOf[size] = section;
    size++;
  }

  /**
   * The stack of all that were added.
   *
   * @param pixelSizes the pixel size of each row by the box size of the images, or nothing
   */
  ParticleStack build(IntFunction<double[]> pixelSizes) {
    return index.build(fileOf, sectionOf, pixelSizes);
  }

  private String place() {
    return "row " + (size + 1);
  }
}
