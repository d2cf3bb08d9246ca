package org.cryodrgn.core.tomography;

import java.nio.file.Path;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;

/**
 * The images of one tilt series as RELION 5 aligns them: the tilts' angles, shifts and defocus, and
 * where a point of the tomogram falls in each image. Conventions are those that cryoDRGN's
 * parse_relion takes.
 */
final class TiltSeries {

  private final StarTable table;
  private final double pixelSize;
  private final double hand;
  private final double[][] rotations;
  private final double[] shiftX;
  private final double[] shiftY;
  private final double[] defocusU;
  private final double[] defocusV;
  private final double[] dose;

  /**
   * Reads the first table of a tilt series' file.
   *
   * @param pixelSize of the tilt images, Å
   * @param hand 1, or -1 where the tilt axis points the other way
   */
  TiltSeries(Path star, double pixelSize, double hand) {
    this.table = StarFile.read(star).tables().get(0);
    this.pixelSize = pixelSize;
    this.hand = hand;
    double[] x = numbers("_rlnTomoXTilt");
    double[] y = numbers(RelionLabels.TOMO_Y_TILT);
    double[] z = numbers("_rlnTomoZRot");
    this.rotations = new double[size()][];
    for (int i = 0; i < size(); i++) {
      rotations[i] = rotation(Math.toRadians(x[i]), Math.toRadians(y[i]), Math.toRadians(z[i]));
    }
    this.shiftX = numbers("_rlnTomoXShiftAngst");
    this.shiftY = numbers("_rlnTomoYShiftAngst");
    this.defocusU = numbers(RelionLabels.DEFOCUS_U);
    this.defocusV = numbers(RelionLabels.DEFOCUS_V);
    this.dose = numbers(RelionLabels.PRE_EXPOSURE);
  }

  /** The number of tilts. */
  int size() {
    return table.rows();
  }

  /** Electrons before the image, per square Å. */
  double dose(int tilt) {
    return dose[tilt];
  }

  /** A value of a tilt as the file has it. */
  String text(int tilt, String label) {
    return table.text(tilt, table.requiredColumn(label));
  }

  /** The weight of a tilt's CTF: that of the file, or the cosine of its angle. */
  double scale(int tilt) {
    int column = table.column(RelionLabels.CTF_SCALE_FACTOR);
    return column >= 0
        ? table.number(tilt, column)
        : Math.cos(
            Math.toRadians(table.number(tilt, table.requiredColumn(RelionLabels.TOMO_Y_TILT))));
  }

  /** The rotation of a tilt, row-major 3 x 3: about x, then y, then z. */
  double[] rotation(int tilt) {
    return rotations[tilt];
  }

  /**
   * Where a point falls, and the defocus there. As in cryoDRGN the place is that of the inverse
   * rotation, the depth that of the rotation itself.
   *
   * @param point x, y, z from the tomogram's centre, Å
   * @param width pixels of a tilt image along x
   * @param height pixels of a tilt image along y
   * @param result where to put x and y in pixels and the defocus along both axes in Å
   */
  void project(int tilt, double[] point, int width, int height, double[] result) {
    double[] r = rotations[tilt];
    double x = r[0] * point[0] + r[3] * point[1] + r[6] * point[2];
    double y = r[1] * point[0] + r[4] * point[1] + r[7] * point[2];
    double depth = r[6] * point[0] + r[7] * point[1] + r[8] * point[2];
    result[0] = (x + shiftX[tilt]) / pixelSize + width / 2.0;
    result[1] = (y + shiftY[tilt]) / pixelSize + height / 2.0;
    result[2] = defocusU[tilt] + hand * depth;
    result[3] = defocusV[tilt] + hand * depth;
  }

  private double[] numbers(String label) {
    return table.numbers(table.requiredColumn(label));
  }

  /** Rz Ry Rx of angles in radians. */
  private static double[] rotation(double x, double y, double z) {
    double cx = Math.cos(x);
    double sx = Math.sin(x);
    double cy = Math.cos(y);
    double sy = Math.sin(y);
    double cz = Math.cos(z);
    double sz = Math.sin(z);
    return new double[] {
      cz * cy,
      cz * sy * sx - sz * cx,
      cz * sy * cx + sz * sx,
      sz * cy,
      sz * sy * sx + cz * cx,
      sz * sy * cx - cz * sx,
      -sy,
      cy * sx,
      cy * cx
    };
  }
}
