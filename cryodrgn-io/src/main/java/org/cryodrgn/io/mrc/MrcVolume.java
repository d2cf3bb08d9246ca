package org.cryodrgn.io.mrc;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputReplacedException;

/**
 * A cubic density map.
 *
 * @param box voxels along each axis, D
 * @param values D x D x D, z slowest, x fastest
 * @param pixelSize Å a voxel; 0 if unknown
 * @param position where it lies
 */
public record MrcVolume(int box, float[] values, double pixelSize, MapPosition position) {

  /** The largest box: 1290 cubed is the last below 2^31, and so the longest array of values. */
  public static final int LARGEST_BOX = 1290;

  /** Checks that the values fill the box. */
  public MrcVolume {
    if (values.length != (long) box * box * box) {
      throw new IllegalArgumentException(values.length + " values for a box of " + box);
    }
  }

  /** A map with its origin at 0. */
  public MrcVolume(int box, float[] values, double pixelSize) {
    this(box, values, pixelSize, MapPosition.origin(0, 0, 0));
  }

  /**
   * Reads a map of any real mode.
   *
   * @throws DataException if it is no MRC file, not cubic, complex, not finite, or above {@link
   *     #LARGEST_BOX}
   */
  public static MrcVolume read(Path path) {
    MrcFile file = MrcFile.open(path);
    int box = file.nx();
    if (file.ny() != box || file.nz() != box) {
      throw DataException.at(
          path,
          "",
          "is " + file.nx() + " x " + file.ny() + " x " + file.nz() + " voxels, not a cube",
          "Name a cubic volume");
    }
    if (box > LARGEST_BOX) {
      throw DataException.at(
          path, "byte 0", "a box of " + box + " is too large", "Bin or crop the map");
    }
    float[] values = new float[box * box * box];
    for (int section = 0; section < box; section++) {
      file.readDensity(section, values, section * box * box);
    }
    MrcHeader header = file.header();
    return new MrcVolume(box, values, header.pixelSize(), MapPosition.of(header));
  }

  /**
   * Writes the map as float32, little endian.
   *
   * @throws InputReplacedException if the file is there and holds images
   */
  public void write(Path path) {
    MrcHeader header =
        MrcHeader.forVolume(box, pixelSize)
            .withOrigin(position.originX(), position.originY(), position.originZ())
            .withStart(position.startX(), position.startY(), position.startZ());
    requireNoImages(path, header);
    try (MrcWriter writer = MrcWriter.create(path, header)) {
      writer.write(values, 0, box);
      writer.finish();
    }
  }

  /**
   * Makes sure that no map is written over images. No command makes a stack where another makes a
   * map: it is what the map is made from.
   *
   * @param header of the map; a file that has as many voxels along each axis is one, too
   * @throws InputReplacedException if the file is there and holds images
   */
  public static void requireNoImages(Path path, MrcHeader header) {
    if (holdsImages(path, header)) {
      throw new InputReplacedException(path);
    }
  }

  private static boolean holdsImages(Path path, MrcHeader map) {
    try {
      MrcFile there = Files.isRegularFile(path) ? MrcFile.open(path) : null;
      return there != null
          && (there.nx() != there.ny() || there.nx() != there.nz())
          && (there.nx() != map.nx() || there.ny() != map.ny() || there.nz() != map.nz());
    } catch (DataException e) {
      return false;
    }
  }
}
