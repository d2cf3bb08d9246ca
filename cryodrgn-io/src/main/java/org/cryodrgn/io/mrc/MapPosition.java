package org.cryodrgn.io.mrc;

/**
 * Where the first voxel of a map lies. Headers tell it in two ways: by an origin (MRC2014), or by
 * the place of the voxel in a grid that begins at 0 (nxstart, nystart, nzstart), as CCP4, Phenix
 * and Coot do. Of both the origin holds, unless it is 0, as in ChimeraX.
 *
 * @param originX origin along x, Å
 * @param originY origin along y, Å
 * @param originZ origin along z, Å
 * @param startX place in the grid along x, voxels
 * @param startY place in the grid along y, voxels
 * @param startZ place in the grid along z, voxels
 */
public record MapPosition(
    double originX, double originY, double originZ, int startX, int startY, int startZ) {

  /** The first voxel lies at an origin, Å. */
  public static MapPosition origin(double x, double y, double z) {
    return new MapPosition(x, y, z, 0, 0, 0);
  }

  static MapPosition of(MrcHeader header) {
    return new MapPosition(
        header.origin(0),
        header.origin(1),
        header.origin(2),
        header.start(0),
        header.start(1),
        header.start(2));
  }

  /**
   * The same place as an origin alone, which holds for voxels of any size: the origin, or the place
   * in the grid where the origin is 0.
   *
   * @param pixelSize Å a voxel of the grid
   */
  public MapPosition asOrigin(double pixelSize) {
    return originX != 0 || originY != 0 || originZ != 0
        ? origin(originX, originY, originZ)
        : origin(startX * pixelSize, startY * pixelSize, startZ * pixelSize);
  }
}
