package org.cryodrgn.analysis.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.cryodrgn.analysis.doctor.ProjectionFits.Parameters;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;

/** Whether the CTF parameters explain images better than others do. */
final class TransferTrials {

  static final String TITLE = "CTF fit";

  /** A defocus off by less is an estimate's error. */
  private static final double[] SCALES = {0.25, 0.62, 0.79, 1.27, 1.6, 4};

  private record Change(String words, String remedy, Parameters parameters) {}

  private final ProjectionFits fits;
  private final Poses poses;
  private final CtfTable ctf;

  /**
   * @param fits of images with the poses and CTF parameters
   */
  TransferTrials(ProjectionFits fits, Poses poses, CtfTable ctf) {
    this.fits = fits;
    this.poses = poses;
    this.ctf = ctf;
  }

  Finding finding() {
    List<Change> changes = changes();
    List<Parameters> tried = new ArrayList<>(changes.stream().map(Change::parameters).toList());
    tried.add(parameters(ctf.select(PoseTrials.others(ctf.size()))));
    List<SharedFit> shared = fits.with(tried);
    int best = -1;
    for (int i = 0; i < changes.size(); i++) {
      if (shared.get(i).isWorse()
          && (best < 0
              || shared.get(i).explainedByChanged() > shared.get(best).explainedByChanged())) {
        best = i;
      }
    }
    if (shared.get(changes.size()).isNoBetter()) {
      return Finding.warn(
          TITLE,
          "images are explained no better than with the CTF of other particles",
          "Check that the rows are of these particles, in this order, and their defocus in Å");
    }
    return best < 0
        ? Finding.ok(TITLE, "images are better explained as given than by another")
        : Finding.warn(
            TITLE,
            "images are explained better " + changes.get(best).words(),
            changes.get(best).remedy());
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (double scale : SCALES) {
      changes.add(
          new Change(
              String.format(Locale.US, "with about %.2g times the defocus", scale),
              "Check voltage, pixel size and box of the CTF, and that its defocus is in Å",
              parameters(
                  with(
                      with(ctf, CtfTable.DEFOCUS_U, x -> scale * x),
                      CtfTable.DEFOCUS_V,
                      x -> scale * x))));
    }
    changes.add(
        new Change(
            "with the defocus angle turned by 90 degrees",
            "Swap defocus U and V, or parse the CTF again",
            parameters(with(ctf, CtfTable.DEFOCUS_ANGLE, x -> x + 90))));
    changes.add(
        new Change(
            "with a defocus angle of the other sign",
            "Turn the sign of the defocus angle, or parse the CTF again",
            parameters(with(ctf, CtfTable.DEFOCUS_ANGLE, x -> -x))));
    return changes;
  }

  private Parameters parameters(CtfTable with) {
    return new Parameters(poses, with);
  }

  private static CtfTable with(CtfTable ctf, int column, DoubleUnaryOperator change) {
    float[] values = ctf.values().clone();
    for (int i = column; i < values.length; i += CtfTable.COLUMNS) {
      values[i] = (float) change.applyAsDouble(values[i]);
    }
    return new CtfTable(values);
  }
}
