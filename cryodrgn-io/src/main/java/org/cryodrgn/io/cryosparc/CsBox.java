package org.cryodrgn.io.cryosparc;

import java.util.Locale;
import org.cryodrgn.io.DataException;

/** The box that all images of a cryoSPARC file have: images are trained on in one. */
public final class CsBox {

  private CsBox() {}

  /**
   * The box of the images, pixels.
   *
   * @throws DataException if the field is missing, a box is not above zero, or images differ in it;
   *     names the row
   */
  public static int of(CsFile particles) {
    int width = particles.width(CsFields.SHAPE);
    double[] shapes = particles.numbers(CsFields.SHAPE);
    for (int row = 0; row < particles.size(); row++) {
      double box = shapes[row * width];
      if (!(box > 0)) {
        throw at(
            particles, row, box + " where a size above zero is due", "Export the particles anew");
      }
      if (box != shapes[0]) {
        throw at(
            particles,
            row,
            String.format(Locale.US, "a box of %.0f pixels after %.0f", box, shapes[0]),
            "Extract all particles in one box, or take those of one box (filter_cs)");
      }
    }
    return (int) shapes[0];
  }

  private static DataException at(CsFile particles, int row, String problem, String remedy) {
    return DataException.at(
        particles.path(), "row " + (row + 1) + ", field " + CsFields.SHAPE, problem, remedy);
  }
}
