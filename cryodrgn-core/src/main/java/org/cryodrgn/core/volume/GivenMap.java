package org.cryodrgn.core.volume;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A map from anywhere, of which one number tells the size of a voxel. */
public final class GivenMap {

  private static final Logger LOG = LoggerFactory.getLogger(GivenMap.class);

  /** Cells that were rounded, or that several programs have scaled, differ by less. */
  private static final double SAME = 0.01;

  private GivenMap() {}

  /**
   * Reads a map; warns of voxels that are no cubes.
   *
   * @throws DataException as {@link MrcVolume#read}
   */
  public static MrcVolume read(Path file) {
    MrcVolume map = MrcVolume.read(file);
    MrcHeader header = MrcFile.open(file).header();
    double x = header.pixelSize();
    double y = header.pixelSize(1);
    double z = header.pixelSize(2);
    if (x > 0 && (differs(y, x) || differs(z, x))) {
      LOG.warn(
          "{}: its voxels are {} x {} x {} Å by its header, and are taken for cubes. Correct the"
              + " header with add_psize, or resample the map",
          file,
          x,
          y,
          z);
    }
    return map;
  }

  private static boolean differs(double size, double x) {
    return size > 0 && Math.abs(size / x - 1) > SAME;
  }
}
