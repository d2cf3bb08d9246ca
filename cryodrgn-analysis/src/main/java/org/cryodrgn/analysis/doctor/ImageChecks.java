package org.cryodrgn.analysis.doctor;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.cryodrgn.core.doctor.Finding;

/** Whether images are constant, hold NaN, or are quite unlike the others. */
final class ImageChecks {

  private static final String LEAVE_OUT =
      "Leave them out with --ind, or extract the particles again";

  /** A larger share of constant images is no accident of a few particles at the border. */
  private static final double MANY = 0.05;

  /** A standard deviation so many times the usual one, or its inverse, is an outlier's. */
  private static final double LARGER = 3;

  /** So many robust standard deviations from the median are an outlier too, if also LARGER. */
  private static final double ROBUST = 8;

  /** However widely images are spread, one so many times as strong as the usual outweighs it. */
  private static final double MUCH_LARGER = 10;

  /** A pixel so many standard deviations from the mean is a hot one or a defect. */
  private static final double HOT = 25;

  private final ImageSample sample;

  ImageChecks(ImageSample sample) {
    this.sample = sample;
  }

  Finding values() {
    String title = "image values";
    int looked = sample.looked();
    if (sample.broken() > 0) {
      String message = sample.firstBroken().orElse("");
      return Finding.fail(
          title,
          sample.broken()
              + " of "
              + looked
              + " images looked at cannot be used, the first: "
              + message.replaceFirst("\\. .*", ""),
          LEAVE_OUT);
    }
    double[] deviations = sample.deviations();
    int[] constant = which(i -> deviations[i] == 0);
    if (constant.length == 0) {
      return Finding.ok(title, looked + " images looked at");
    }
    String evidence = describe(constant) + " images looked at are constant";
    return constant.length > MANY * looked
        ? Finding.fail(title, evidence, "Extract the particles again")
        : Finding.warn(title, evidence, LEAVE_OUT);
  }

  Finding outliers() {
    double[] deviations = sample.deviations();
    double[] logs = Arrays.stream(deviations).filter(d -> d > 0).map(Math::log).sorted().toArray();
    String title = "outlier images";
    if (logs.length == 0) {
      return Finding.ok(title, "not to be told");
    }
    double usual = logs[logs.length / 2];
    double[] distances = Arrays.stream(logs).map(x -> Math.abs(x - usual)).sorted().toArray();
    double spread = ROBUST * 1.4826 * distances[distances.length / 2];
    double far = Math.min(Math.max(Math.log(LARGER), spread), Math.log(MUCH_LARGER));
    double[] means = sample.means();
    double[] sortedMeans = Arrays.stream(means).sorted().toArray();
    double mean = sortedMeans[sortedMeans.length / 2];
    double[] offsets = Arrays.stream(means).map(m -> Math.abs(m - mean)).sorted().toArray();
    double farMean =
        Math.max(LARGER * Math.exp(usual), ROBUST * 1.4826 * offsets[offsets.length / 2]);
    double[] peaks = sample.peaks();
    int[] odd =
        which(
            i ->
                deviations[i] > 0
                    && (Math.abs(Math.log(deviations[i]) - usual) > far
                        || Math.abs(means[i] - mean) > farMean
                        || peaks[i] > HOT * deviations[i]));
    return odd.length == 0
        ? Finding.ok(
            title, String.format(Locale.US, "none; standard deviation %.3g", Math.exp(usual)))
        : Finding.warn(
            title,
            describe(odd)
                + " images looked at differ far from the others in brightness, contrast or a hot pixel",
            "Look at them with view_mrcs; leave them out with --ind");
  }

  private int[] which(IntPredicate condition) {
    return IntStream.range(0, sample.particles().length).filter(condition).toArray();
  }

  private String describe(int[] places) {
    return String.format(
        Locale.US,
        "%d (the first is particle %d, counted from 0) of %d",
        places.length,
        sample.particles()[places[0]],
        sample.looked());
  }
}
