package org.cryodrgn.core.doctor;

import java.util.Arrays;
import java.util.Locale;

/** Whether images lie on a grey: a window makes a disc of it, which outweighs the particle. */
public final class NormalisationCheck {

  private static final String TITLE = "normalisation";

  /** A mean of so many standard deviations is no particle's own, but a grey that all lie on. */
  private static final double GREY = 3;

  private NormalisationCheck() {}

  /**
   * Looks at a sample of images; the medians tell.
   *
   * @param means of the pixels of each image
   * @param deviations their standard deviation, 0 for a constant image
   */
  public static Finding of(double[] means, double[] deviations) {
    double[] above = Arrays.stream(deviations).filter(d -> d > 0).toArray();
    if (above.length == 0) {
      return Finding.ok(TITLE, "not to be told");
    }
    double mean = median(means);
    double deviation = median(above);
    String evidence =
        String.format(Locale.US, "mean %.3g, standard deviation %.3g", mean, deviation);
    return Math.abs(mean) <= GREY * deviation
        ? Finding.ok(TITLE, evidence)
        : Finding.warn(
            TITLE,
            evidence + ": the rim of such images outweighs the particle",
            "Bring the background to 0 (RELION: relion_preprocess --norm), or extract the particles"
                + " again, normalised");
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
