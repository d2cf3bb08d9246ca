package org.cryodrgn.core.doctor;

import static org.cryodrgn.core.doctor.Column.number;

import org.cryodrgn.io.ctf.CtfTable;

/**
 * Whether box and pixel size agree. A stack may be down-sampled from the box that the CTF file
 * tells of; the field of view in Å, box times pixel size, stays.
 */
final class ExtentCheck {

  private static final String TITLE = "box and pixel size";

  /** Calibrations of one microscope differ by less. */
  private static final double SAME = 0.01;

  /** With as much between two images of 400 pixels, their rims are a pixel apart. */
  private static final double ONE_SCALE = 0.005;

  /** No calibration is off by as much. */
  private static final double CALIBRATION = 0.05;

  /**
   * What the CTF parameters tell of all particles.
   *
   * @param box the smallest box, pixels
   * @param least the smallest box times pixel size, Å
   * @param most the largest, Å
   */
  private record Extents(float box, double least, double most) {

    static Extents of(CtfTable ctf) {
      float box = Float.POSITIVE_INFINITY;
      double least = Double.POSITIVE_INFINITY;
      double most = 0;
      for (int i = 0; i < ctf.size(); i++) {
        box = Math.min(box, ctf.get(i, CtfTable.BOX));
        double extent = (double) ctf.get(i, CtfTable.BOX) * ctf.get(i, CtfTable.PIXEL_SIZE);
        least = Math.min(least, extent);
        most = Math.max(most, extent);
      }
      return new Extents(box, least, most);
    }

    boolean areSizes() {
      return least > 0 && most < Double.POSITIVE_INFINITY;
    }

    /** How far another extent, if it is known, lies outside these, as a share. */
    double off(double extent) {
      return extent > 0 ? Math.max(least / extent - 1, extent / most - 1) : 0;
    }
  }

  private ExtentCheck() {}

  /**
   * @param tables with CTF parameters and the box of the images
   */
  static Finding examine(ParticleTables tables) {
    Extents extents = Extents.of(tables.ctf());
    int box = tables.box();
    String seen =
        "images of "
            + box
            + " pixels, CTF of box "
            + number(extents.box)
            + " over "
            + number(extents.most)
            + " Å";
    if (!extents.areSizes()) {
      return Finding.fail(
          TITLE, seen + ": a box or pixel size is not above 0", "Parse the CTF with -D and --Apix");
    }
    if (extents.box < box) {
      return Finding.fail(
          TITLE,
          seen + ": the images' box is the larger one",
          "Parse the CTF again with -D " + box + " and the images' --Apix");
    }
    double table = tables.tableExtent();
    if (extents.off(table) > SAME) {
      boolean far = extents.off(table) > CALIBRATION;
      return new Finding(
          far ? Finding.Status.FAIL : Finding.Status.WARN,
          TITLE,
          seen + ", but the particles file has " + number(table) + " Å",
          "Parse the CTF again from this file, with the box and pixel size that belong together");
    }
    double pixelSize = tables.headerPixelSize();
    // 1 is what programs write that do not know.
    if (pixelSize != 1 && extents.off(pixelSize * box) > SAME) {
      return Finding.warn(
          TITLE,
          seen + ", but by the images' header " + number(pixelSize * box) + " Å",
          "Parse the CTF again with the right -D and --Apix; or, if the header is wrong, set it with"
              + " add_psize");
    }
    if (extents.most / extents.least - 1 > ONE_SCALE) {
      return Finding.warn(
          TITLE,
          seen
              + ", others over "
              + number(extents.least)
              + " Å: one map is made of images of two scales",
          "Bring all images to one pixel size (RELION: relion_image_handler --rescale_angpix), or"
              + " select those of one (--ind)");
    }
    return Finding.ok(TITLE, seen);
  }
}
