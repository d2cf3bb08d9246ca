package org.cryodrgn.core.geometry;

import java.util.Optional;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;

/**
 * Rows of a cryoSPARC file whose shifts are pixels of another size than those of their images, as
 * after a refinement of images that were extracted anew. The import takes all shifts as pixels of
 * the images.
 *
 * @param field what tells the pixel size of the shifts: alignments3D/psize_A
 * @param rows how many rows there are
 * @param first the first of them, counted from 0
 * @param ofShift pixel size of its shift, Å
 * @param ofImage pixel size of its image, Å
 */
public record OtherPixelSize(String field, int rows, int first, double ofShift, double ofImage) {

  /** What helps, whatever command tells of it. */
  public static final String REMEDY =
      "If all images have half the pixel size, parse_pose_csparc --hetrefine doubles the shifts, for"
          + " --poses; otherwise refine the images that the file names";

  /** Relative: more than what float32 and a calibration's last digit make. */
  private static final double TOLERANCE = 1e-3;

  /** Whether a file tells both sizes. */
  public static boolean isTold(CsFile particles, CryosparcJob job) {
    return particles.has(job.pixelSize()) && particles.has(CsFields.PIXEL_SIZE);
  }

  /** The rows that differ; empty if none does, or the file does not tell. */
  public static Optional<OtherPixelSize> of(CsFile particles, CryosparcJob job) {
    if (!isTold(particles, job)) {
      return Optional.empty();
    }
    String field = job.pixelSize();
    double[] shifts = particles.numbers(field);
    double[] images = particles.numbers(CsFields.PIXEL_SIZE);
    int rows = 0;
    int first = -1;
    for (int i = 0; i < particles.size(); i++) {
      if (Math.abs(shifts[i] - images[i]) > TOLERANCE * images[i]) {
        first = rows++ == 0 ? i : first;
      }
    }
    return rows == 0
        ? Optional.empty()
        : Optional.of(new OtherPixelSize(field, rows, first, shifts[first], images[first]));
  }
}
