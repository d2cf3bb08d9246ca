package org.cryodrgn.analysis.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.cryodrgn.analysis.doctor.ProjectionFits.Parameters;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.poses.Poses;

/**
 * What back-projections of a sample tell: whether projections explain the images of the other half
 * better with the parameters as given than with others, and whether the molecule is dense or
 * hollow.
 */
final class PoseTrials {

  /** Below so many standard errors images show nothing of the projections. */
  private static final double SEEN = 6;

  /** By this factor, and so many standard errors, another convention must be better. */
  private static final double BETTER = 1.2;

  static final double SURE = 5;

  /** Seen this well, images prefer their own poses to others', unless these are not their own. */
  private static final double WELL_SEEN = 10;

  /** So many images show something of their own poses, though the noise be 50 times the signal. */
  private static final int MANY_IMAGES = 1000;

  /** Images of both signs that cancel out leave less than this. */
  private static final double CANCELLED = 20;

  /** By less of the product with the projections than this they hardly do. */
  private static final double HARDLY = 0.1;

  static final String ORDER = "Check that the poses are of these particles, in this order";

  private static final List<PoseChange> CONVENTIONS =
      List.of(PoseChange.TRANSPOSED, PoseChange.MIRRORED, PoseChange.SWAPPED, PoseChange.TURNED);

  private final ParticleStack images;
  private final Poses poses;
  private final CtfTable ctf;
  private final int threads;
  private final TrialMaps given;
  private final ProjectionFits fits;
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
    this.given = TrialMaps.of(images, poses, ctf, invert, threads);
    this.fits = new ProjectionFits(images, parameters(poses), given, invert, threads);
  }

  /** By how many standard errors images are explained by maps made with other parameters. */
  private double explained(Poses with, CtfTable filter) {
    Parameters parameters = new Parameters(with, filter);
    TrialMaps maps = TrialMaps.of(images, with, filter, inverted, threads);
    return new ProjectionFits(images, parameters, maps, inverted, threads)
        .with(List.of(parameters))
        .get(0)
        .given();
  }

  private Parameters parameters(Poses with) {
    return new Parameters(with, ctf);
  }

  /**
   * What they show; nothing of the contrast without a CTF, which turns its sign. What is wrong with
   * poses spoils what is told of shifts, and these of the CTF: the first is told.
   */
  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    SharedFit others = fits.with(List.of(parameters(othersRotations()))).get(0);
    boolean seen = others.given() > SEEN;
    findings.add(convention(others));
    if (isOk(findings)) {
      findings.add(parts(others));
    }
    ShiftTrials shifts = new ShiftTrials(fits, poses, ctf, images.box());
    if (isOk(findings) && seen && shifts.tell()) {
      findings.add(shifts.finding(others));
    }
    if (isOk(findings) && seen && ctf != null) {
      findings.add(new TransferTrials(fits, poses, ctf).finding());
    }
    if (ctf != null && findings.stream().noneMatch(PoseTrials::isOfTransfer)) {
      findings.add(ContrastTrial.of(given, inverted));
    }
    return findings;
  }

  /** A CTF that is not the images' may turn their contrast. */
  private static boolean isOfTransfer(Finding finding) {
    return finding.status() != Finding.Status.OK && finding.title().equals(TransferTrials.TITLE);
  }

  private static boolean isOk(List<Finding> findings) {
    return findings.stream().allMatch(finding -> finding.status() == Finding.Status.OK);
  }

  private Finding convention(SharedFit others) {
    String title = "pose convention";
    double asGiven = others.given();
    Map<PoseChange, Double> seen = new EnumMap<>(PoseChange.class);
    PoseChange best = CONVENTIONS.get(0);
    for (PoseChange change : CONVENTIONS) {
      seen.put(change, explained(change.of(poses), ctf));
      best = seen.get(change) > seen.get(best) ? change : best;
    }
    StringBuilder evidence =
        new StringBuilder(
            String.format(
                Locale.US,
                "mean half-map FSC %.2f; images are explained with %.0f standard errors as given",
                given.correlation(),
                asGiven));
    seen.forEach(
        (change, errors) ->
            evidence.append(String.format(Locale.US, ", %.0f %s", errors, change.words)));
    evidence.append(" (").append(images.size()).append(" images)");
    if (isBetter(seen.get(best), asGiven)) {
      return better(best, seen.get(best), title, evidence.toString());
    }
    if (asGiven > WELL_SEEN && others.preference() < SURE && others.difference() < HARDLY) {
      return Finding.warn(
          title, evidence + ": no better than with poses of other particles", ORDER);
    }
    if (asGiven > SEEN && others.preference() > SURE) {
      return Finding.ok(title, "" + evidence);
    }
    // Shifts that are far too large leave no signal.
    double halved = explained(PoseChange.SHIFTS_HALVED.of(poses), ctf);
    double quartered = explained(PoseChange.SHIFTS_QUARTERED.of(poses), ctf);
    if (isBetter(Math.max(halved, quartered), asGiven)) {
      PoseChange smaller =
          halved > quartered ? PoseChange.SHIFTS_HALVED : PoseChange.SHIFTS_QUARTERED;
      return Finding.warn(
          ShiftTrials.TITLE, ShiftTrials.BETTER_EXPLAINED + smaller.words, smaller.remedy);
    }
    evidence.append(": too little signal to tell");
    return images.size() >= MANY_IMAGES && asGiven < WELL_SEEN
        ? Finding.warn(title, "" + evidence, ORDER)
        : Finding.ok(title, "" + evidence);
  }

  /**
   * Some conventions change shifts too; where these alone are wrong, they alone are better still.
   */
  private Finding better(PoseChange convention, double errors, String title, String evidence) {
    PoseChange best = convention;
    double most = errors;
    for (PoseChange change : ShiftTrials.CHANGES) {
      double explained = explained(change.of(poses), ctf);
      if (explained > most) {
        best = change;
        most = explained;
      }
    }
    return best == convention
        ? Finding.warn(title, evidence, best.remedy)
        : Finding.warn(ShiftTrials.TITLE, ShiftTrials.BETTER_EXPLAINED + best.words, best.remedy);
  }

  /** The rotations of other particles, with the shifts as they are. */
  private Poses othersRotations() {
    return new Poses(poses.select(others()).rotations(), poses.translations());
  }

  private int[] others() {
    return others(poses.size());
  }

  /** For each particle one that is far from it in the set, and of the other half. */
  static int[] others(int size) {
    int[] others = new int[size];
    Arrays.setAll(others, i -> (i + size / 2) % size);
    return others;
  }

  /** Whether parts of the set are unlike the rest, or of opposite sign, so that they cancel out. */
  private Finding parts(SharedFit others) {
    Finding steady =
        others.given() > SEEN
            ? SteadyFit.of(others)
            : Finding.ok(SteadyFit.TITLE, "too little signal to tell");
    boolean cancelled = ctf != null && others.given() < CANCELLED;
    if (steady.status() != Finding.Status.OK || !cancelled) {
      return steady;
    }
    int size = ctf.size();
    double halves = explained(poses, turned(i -> i < size / 2));
    double everyOther = explained(poses, turned(i -> i % 2 == 0));
    if (isBetter(Math.max(halves, everyOther), others.given())) {
      return SteadyFit.turned(halves > everyOther ? "one half of the set" : "every other image");
    }
    return steady;
  }

  /** Whether so many standard errors are more than those of the parameters as given, for sure. */
  private static boolean isBetter(double errors, double asGiven) {
    return errors > Math.max(SEEN, BETTER * asGiven + SURE);
  }

  /** The CTF of some images with the other sign. */
  private CtfTable turned(IntPredicate some) {
    float[] values = ctf.values().clone();
    for (int i = 0; i < ctf.size(); i++) {
      values[i * CtfTable.COLUMNS + CtfTable.PHASE_SHIFT] += some.test(i) ? 180 : 0;
    }
    return new CtfTable(values);
  }
}
