package org.cryodrgn.core.volume;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.mrc.MrcWriter;

/**
 * Changes of the map in a file, section by section. Its grid, cell and place stay; it need not be
 * cubic, nor need its voxels.
 */
public enum MapChange {
  /** Mirrors along z, which changes the hand. */
  FLIP,
  /** Turns the sign. */
  INVERT;

  /**
   * Reads a map and writes it, changed, as float32.
   *
   * @throws DataException if it is no map, or holds values that are complex, infinite or NaN
   */
  public void write(Path from, Path to) {
    MrcFile map = MrcFile.open(from);
    boolean cube = map.nx() == map.ny() && map.nx() == map.nz();
    if (!cube && map.header().spaceGroup() == 0) {
      throw DataException.at(
          from,
          "",
          "is %d x %d x %d voxels, not a cube, and holds images by its header (ispg 0)"
              .formatted(map.nx(), map.ny(), map.nz()),
          "Name a map");
    }
    MrcVolume.requireNoImages(to, map.header());
    float[] section = new float[map.nx() * map.ny()];
    try (MrcWriter writer = MrcWriter.create(to, map.header().forMapLikeThis())) {
      for (int z = 0; z < map.nz(); z++) {
        map.readDensity(this == FLIP ? map.nz() - 1 - z : z, section, 0);
        if (this == INVERT) {
          VolumePostProcess.invert(section);
        }
        writer.write(section);
      }
      writer.finish();
    }
  }
}
