package org.cryodrgn.analysis.doctor;

import java.util.Locale;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.geometry.CryosparcJob;
import org.cryodrgn.core.geometry.OtherPixelSize;
import org.cryodrgn.io.cryosparc.CsFile;

/** Whether the shifts that a .cs file holds are pixels of its images, as which they are taken. */
final class ShiftScaleCheck {

  private static final String TITLE = "scale of shifts";

  private ShiftScaleCheck() {}

  /**
   * @param particles the selected particles, or null if poses are not taken from a .cs file
   */
  static Finding examine(CsFile particles) {
    if (particles == null || !OtherPixelSize.isTold(particles, CryosparcJob.REFINEMENT)) {
      return Finding.ok(
          TITLE, "not to be told: only poses in a .cs file have a pixel size of their own");
    }
    return OtherPixelSize.of(particles, CryosparcJob.REFINEMENT)
        .map(
            other ->
                Finding.warn(
                    TITLE,
                    String.format(
                        Locale.US,
                        "%d of %d not at their image's pixel size, the first at %.4g Å, its image"
                            + " at %.4g",
                        other.rows(),
                        particles.size(),
                        other.ofShift(),
                        other.ofImage()),
                    OtherPixelSize.REMEDY))
        .orElse(Finding.ok(TITLE, "pixels of the images"));
  }
}
