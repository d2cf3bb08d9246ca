package org.cryodrgn.analysis.doctor;

import java.util.Locale;
import org.cryodrgn.core.doctor.Finding;

/**
 * Whether the molecule of a quick back-projection is dense, or hollow as where the sign is wrong.
 */
final class ContrastTrial {

  private static final String TITLE = "contrast";

  /** Less agreement of the half maps than this is noise. */
  private static final double SIGNAL = 0.2;

  /** A density of either sign is skewed by more than this. */
  private static final double SKEWED = 0.5;

  private ContrastTrial() {}

  /**
   * @param inverted whether the sign of the images was turned
   */
  static Finding of(TrialMaps maps, boolean inverted) {
    double skewness = maps.skewness();
    String evidence =
        String.format(
            Locale.US,
            "the density of a quick back-projection has skewness %.1f%s",
            skewness,
            inverted ? "" : " (without inversion)");
    if (maps.correlation() > SIGNAL && skewness < -SKEWED) {
      return Finding.warn(
          TITLE,
          evidence + ": it is hollow",
          inverted
              ? "The images seem to be dark on light: train with --uninvert-data; or they are"
                  + " phase-flipped, or multiplied by their CTF: extract them again without this"
              : "The images seem to be light on dark: train without --uninvert-data");
    }
    return skewness > SKEWED
        ? Finding.ok(TITLE, evidence)
        : Finding.ok(TITLE, evidence + ": too little signal to tell");
  }
}
