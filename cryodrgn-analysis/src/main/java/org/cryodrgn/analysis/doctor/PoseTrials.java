package org.cryodrgn.analysis.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cryodrgn.analysis.doctor.TrialMaps.Change;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.poses.Poses;

/**
 * What back-projections of a sample tell: whether half maps agree better with the poses as given
 * than with poses of another convention, and whether the molecule is dense or hollow.
 */
final class PoseTrials {

  /** Less agreement than this is noise. */
  private static final double SIGNAL = 0.2;

  /** By so much another convention must be better to be suspected. */
  private static final double BETTER = 0.05;

  /** A density of either sign is skewed by more than this. */
  private static final double SKEWED = 0.5;

  /** Shifts below this many pixels of the small box change nothing. */
  private static final double SMALL_SHIFT = 0.5;

  private final ParticleStack images;
  private final Poses poses;
  private final CtfTable ctf;
  private final int threads;
  private final TrialMaps given;
  private final boolean inverted;

  /**
   * @param images small images
   * @param poses of the same particles
   * @param ctf of the same particles, or null
   * @param invert whether the training will turn the sign of the images
   */
  PoseTrials(ParticleStack images, Poses poses, CtfTable ctf, boolean invert, int threads) {
    this.images = images;
    this.poses = poses;
    this.ctf = ctf;
    this.threads = threads;
    this.inverted = invert;
    this.given = trial(Change.NONE);
  }

  private TrialMaps trial(Change change) {
    return TrialMaps.of(images, poses, ctf, inverted, change, threads);
  }

  /** What they show; nothing of the contrast without a CTF, which turns its sign. */
  List<Finding> all() {
    return ctf == null ? List.of(convention()) : List.of(convention(), contrast());
  }

  private Finding convention() {
    String title = "pose convention";
    List<Change> changes = new ArrayList<>(List.of(Change.TRANSPOSED, Change.MIRRORED));
    if (usualShift() > SMALL_SHIFT) {
      changes.add(Change.SHIFTS_NEGATED);
    }
    changes.add(Change.SHUFFLED);
    double asGiven = given.correlation();
    Change best = Change.NONE;
    double bestCorrelation = asGiven;
    StringBuilder evidence =
        new StringBuilder(String.format(Locale.US, "mean half-map FSC %.2f as given", asGiven));
    double shuffled = 0;
    for (Change change : changes) {
      double correlation = trial(change).correlation();
      evidence.append(String.format(Locale.US, ", %.2f %s", correlation, change.words));
      if (correlation > bestCorrelation + (best == Change.NONE ? BETTER : 0)) {
        best = change;
        bestCorrelation = correlation;
      }
      shuffled = correlation;
    }
    String seen = evidence + " (" + images.size() + " images)";
    String remedy =
        switch (best) {
          case NONE -> "";
          case TRANSPOSED -> "Transpose the rotations, or parse the poses again";
          case MIRRORED ->
              "Check whether another program turned the images upside down, or mirrored the poses";
          case SHIFTS_NEGATED -> "Turn the sign of the shifts, or parse the poses again";
          case SHUFFLED -> "Check that the poses are of these particles, in this order";
        };
    if (best != Change.NONE && bestCorrelation > SIGNAL) {
      return Finding.warn(title, seen, remedy);
    }
    if (asGiven < shuffled + BETTER && shuffled > SIGNAL) {
      return Finding.warn(
          title,
          seen + ": no better than poses of other particles",
          "Check that the poses are of these particles, in this order");
    }
    return Finding.ok(title, asGiven < SIGNAL ? seen + ": too little signal to tell" : seen);
  }

  /** The root mean square of the shifts, pixels of the small box. */
  private double usualShift() {
    double squares = 0;
    for (double value : poses.translations()) {
      squares += value * value;
    }
    return images.box() * Math.sqrt(squares / poses.translations().length);
  }

  private Finding contrast() {
    String title = "contrast";
    double skewness = given.skewness();
    String evidence =
        String.format(
            Locale.US,
            "the density of a quick back-projection has skewness %.1f%s",
            skewness,
            inverted ? "" : " (without inversion)");
    if (given.correlation() > SIGNAL && skewness < -SKEWED) {
      return Finding.warn(
          title,
          evidence + ": it is hollow",
          inverted
              ? "The images seem to be dark on light: train with --uninvert-data"
              : "The images seem to be light on dark: train without --uninvert-data");
    }
    return skewness > SKEWED
        ? Finding.ok(title, evidence)
        : Finding.ok(title, evidence + ": too little signal to tell");
  }
}
