package org.cryodrgn.analysis.doctor;

import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.analysis.doctor.ProjectionFits.Parameters;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;

/** Whether the shifts explain images better than others do. */
final class ShiftTrials {

  static final String TITLE = "direction of shifts";

  static final String BETTER_EXPLAINED = "images are explained better ";

  static final List<PoseChange> CHANGES =
      List.of(
          PoseChange.SHIFTS_NEGATED,
          PoseChange.SHIFT_X_NEGATED,
          PoseChange.SHIFT_Y_NEGATED,
          PoseChange.SHIFTS_SWAPPED,
          PoseChange.SHIFTS_HALVED,
          PoseChange.SHIFTS_DOUBLED,
          PoseChange.SHIFTS_QUARTERED,
          PoseChange.SHIFTS_QUADRUPLED);

  /** Shifts below this many pixels of the small box change nothing, */
  private static final double SMALL_SHIFT = 0.5;

  /** and below this not even where they should be four times as large. */
  private static final double TINY_SHIFT = SMALL_SHIFT / 4;

  private final ProjectionFits fits;
  private final Poses poses;
  private final CtfTable ctf;
  private final int box;

  /**
   * @param fits of small images with the poses and CTF parameters
   * @param ctf null if there is none
   * @param box of the small images
   */
  ShiftTrials(ProjectionFits fits, Poses poses, CtfTable ctf, int box) {
    this.fits = fits;
    this.poses = poses;
    this.ctf = ctf;
    this.box = box;
  }

  /** Whether they are large enough to be told from others. */
  boolean tell() {
    return usualShift() > TINY_SHIFT;
  }

  /**
   * Whether others are better.
   *
   * @param others the fit with rotations of other particles: where these are no worse, the poses
   *     may be others' as a whole
   */
  Finding finding(SharedFit others) {
    List<Poses> changed = new ArrayList<>();
    CHANGES.forEach(
        change -> changed.add(new Poses(poses.rotations(), change.of(poses).translations())));
    changed.add(
        new Poses(poses.rotations(), poses.select(PoseTrials.others(poses.size())).translations()));
    List<SharedFit> shared =
        fits.with(changed.stream().map(with -> new Parameters(with, ctf)).toList());
    int best = -1;
    for (int i = 0; i < CHANGES.size(); i++) {
      if (shared.get(i).isWorse()
          && (best < 0
              || shared.get(i).explainedByChanged() > shared.get(best).explainedByChanged())) {
        best = i;
      }
    }
    if (best >= 0) {
      String seen = BETTER_EXPLAINED + CHANGES.get(best).words;
      return others.preference() < PoseTrials.SURE
          ? Finding.warn(
              TITLE,
              seen + ", and no better with their own rotations than others'",
              PoseTrials.ORDER)
          : Finding.warn(TITLE, seen, CHANGES.get(best).remedy);
    }
    return usualShift() > SMALL_SHIFT && shared.get(CHANGES.size()).isNoBetter()
        ? Finding.warn(
            TITLE,
            "images are explained no better than with shifts of other particles",
            "Check that the shifts are of these particles, in this order, as fractions of the box")
        : Finding.ok(TITLE, "images are explained better as given");
  }

  /** The root mean square of the shifts, pixels of the small box. */
  private double usualShift() {
    double squares = 0;
    for (double value : poses.translations()) {
      squares += value * value;
    }
    return box * Math.sqrt(squares / poses.translations().length);
  }
}
