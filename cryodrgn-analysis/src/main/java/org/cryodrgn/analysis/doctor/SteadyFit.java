package org.cryodrgn.analysis.doctor;

import java.util.Arrays;
import org.cryodrgn.core.doctor.Finding;

/** Whether all parts of a set prefer their own poses to others' about as much. */
final class SteadyFit {

  static final String TITLE = "parts of the set";
  private static final int PARTS = 8;

  /** So many standard errors are no chance, though there are several parts. */
  private static final double SURE = 4;

  /** A part is unlike the best ones if its preference is below this share of theirs. */
  private static final double UNLIKE = 0.35;

  private SteadyFit() {}

  /**
   * @param others the fit with rotations of other particles
   */
  static Finding of(SharedFit others) {
    double[][] parts = new double[PARTS][];
    for (int i = 0; i < PARTS; i++) {
      parts[i] = others.preference(start(i, others.size()), start(i + 1, others.size()));
    }
    // The second best: one may be so by chance.
    double good = Arrays.stream(parts).mapToDouble(part -> part[0]).sorted().toArray()[PARTS - 2];
    int[] unlike = new int[PARTS];
    int count = 0;
    int turned = 0;
    for (int i = 0; i < PARTS; i++) {
      if (parts[i][0] + SURE * parts[i][1] < UNLIKE * good) {
        unlike[count++] = i;
        turned += parts[i][0] + SURE * parts[i][1] < 0 ? 1 : 0;
      }
    }
    if (count == 0) {
      return Finding.ok(
          TITLE,
          others.preference() > SURE ? "all prefer their own poses" : "too little signal to tell");
    }
    String which =
        count
            + " of "
            + PARTS
            + " parts of the set, from "
            + unlike[0]
            + "/"
            + PARTS
            + " to "
            + (unlike[count - 1] + 1)
            + "/"
            + PARTS
            + " of it";
    return turned == count
        ? turned(which)
        : Finding.warn(
            TITLE,
            which + ", prefer their own poses to others' much less than the rest",
            "Check that rows of poses are not left out or put in there, and that all come from one"
                + " program");
  }

  /**
   * @param which the images whose sign is not that of the rest
   */
  static Finding turned(String which) {
    return Finding.warn(
        TITLE,
        which + ": contrast opposite to that of the rest",
        "Invert the images of one kind, or select those of the other (--ind)");
  }

  private static int start(int part, int size) {
    return (int) ((long) part * size / PARTS);
  }
}
