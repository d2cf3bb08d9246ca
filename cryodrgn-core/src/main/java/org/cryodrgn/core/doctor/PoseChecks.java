package org.cryodrgn.core.doctor;

import java.util.Locale;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.poses.Poses;

/** Whether poses are rotations and fractions of the box. */
final class PoseChecks {

  /** How far R·Rᵀ may be from the identity, as {@link org.cryodrgn.io.poses.PoseFile} has it. */
  private static final double ORTHONORMAL = 1e-3;

  private static final String PARSE_AGAIN =
      "Make the file again with parse_pose_star or parse_pose_csparc";

  /** Directions that differ by less are the same. */
  private static final double ONE_VIEW = 1e-3;

  /** Shifts beyond this share of the box are rare, and mean the particle is half out of it. */
  private static final double LARGE_SHIFT = 0.25;

  /** This share of large shifts is not chance. */
  private static final double MANY = 0.01;

  private final Poses poses;

  /**
   * @param poses of one particle at least
   */
  PoseChecks(Poses poses) {
    this.poses = poses;
  }

  Finding rotations() {
    String title = "rotations";
    double[] r = poses.rotations();
    int wrong = 0;
    int first = -1;
    boolean oneView = true;
    for (int i = 0; i < poses.size(); i++) {
      if (!Rotations.isRotation(r, 9 * i, ORTHONORMAL)) {
        first = wrong++ == 0 ? i : first;
      }
      // The third row is the direction that the particle is looked at from.
      for (int k = 6; k < 9; k++) {
        oneView &= Math.abs(r[9 * i + k] - r[k]) < ONE_VIEW;
      }
    }
    if (wrong > 0) {
      return Finding.fail(
          title,
          wrong
              + " of "
              + poses.size()
              + " matrices are no rotations, the first is row "
              + first
              + ", counted from 0",
          PARSE_AGAIN);
    }
    if (oneView && poses.size() > 1) {
      return Finding.warn(
          title,
          "all " + poses.size() + " look from one direction, as after a 2D classification",
          "Take the poses of a 3D refinement: " + PARSE_AGAIN.toLowerCase(Locale.ROOT));
    }
    return Finding.ok(title, poses.size() + " rotation matrices");
  }

  Finding shifts() {
    String title = "shifts";
    double[] t = poses.translations();
    double largest = 0;
    int large = 0;
    int missing = 0;
    for (double value : t) {
      double size = Math.abs(value);
      largest = Math.max(largest, size);
      large += size > LARGE_SHIFT ? 1 : 0;
      missing += Double.isFinite(value) ? 0 : 1;
    }
    String evidence = String.format(Locale.US, "up to %s of the box", Column.number(largest));
    if (missing > 0) {
      return Finding.fail(title, missing + " of " + t.length + " are no numbers", PARSE_AGAIN);
    }
    if (largest > 1) {
      return Finding.fail(
          title,
          evidence + ": they look like pixels",
          "Fractions of the box are due: divide pixels by the box size, or make the file again with"
              + " parse_pose_star or parse_pose_csparc");
    }
    if (large > MANY * t.length) {
      return Finding.warn(
          title,
          String.format(
              Locale.US,
              "%s, %.0f %% beyond a quarter: they may be pixels",
              evidence,
              100.0 * large / t.length),
          "Fractions of the box are due: check that Å were not taken for pixels, and -D of"
              + " parse_pose_star or parse_pose_csparc");
    }
    return Finding.ok(title, largest == 0 ? "all 0" : evidence);
  }
}
