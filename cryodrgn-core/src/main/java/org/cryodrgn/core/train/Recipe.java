package org.cryodrgn.core.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cryodrgn.io.torch.Checkpoint;

/**
 * How a training begins and what a step looks at on the way to the same model. The classic recipe
 * is cryoDRGN's: all points of each slice, always. The mean over a random subset of points is an
 * unbiased estimate of the mean over all, and low frequencies alone settle the coarse motion first,
 * at a fraction of the work.
 *
 * @param pointShare share of the points within the radius that a step draws for each image, in (0,
 *     1]
 * @param firstRadius radius that the first step sees, as a share of the full one, in (0, 1]
 * @param growth share of all epochs after which the radius is full, in [0, 1]
 * @param rateDecay share of all epochs, the last ones, over which the learning rate falls linearly
 *     to a tenth, in [0, 1]
 * @param largestBatch images of a step at most where nobody names a number, at least 1: steps of
 *     few points are cheap, and more of them learn more than larger ones
 * @param evenLatents whether z moves the decoder as much as the position does from the beginning
 *     ({@link org.cryodrgn.core.model.ModelWeights#withEvenLatents})
 */
public record Recipe(
    double pointShare,
    double firstRadius,
    double growth,
    double rateDecay,
    int largestBatch,
    boolean evenLatents) {

  private static final double LAST_RATE = 0.1;
  private static final String ENTRY = "recipe";

  /** All points of each slice in every step. */
  public static final Recipe CLASSIC = new Recipe(1, 1, 0, 0, Integer.MAX_VALUE, false);

  /**
   * A quarter of the points of each image, in a radius that grows; a z that counts from the
   * beginning; a learning rate that falls at the end.
   */
  public static final Recipe FAST = new Recipe(0.25, 0.4, 0.7, 0.4, 8, true);

  /** Checks the ranges. */
  public Recipe {
    if (!(pointShare > 0 && pointShare <= 1)
        || !(firstRadius > 0 && firstRadius <= 1)
        || !(growth >= 0 && growth <= 1)
        || !(rateDecay >= 0 && rateDecay <= 1)
        || largestBatch < 1) {
      throw new IllegalArgumentException(
          "a recipe with a share outside of (0, 1], or empty batches");
    }
  }

  /**
   * The radius as a share of the full one.
   *
   * @param progress share of all epochs that is done
   */
  double radius(double progress) {
    return progress >= growth ? 1 : firstRadius + (1 - firstRadius) * progress / growth;
  }

  /** The factor of the learning rate, at the same progress. */
  double rateFactor(double progress) {
    double left = 1 - progress;
    return left >= rateDecay ? 1 : LAST_RATE + (1 - LAST_RATE) * left / rateDecay;
  }

  /** Adds it to the entries of a checkpoint, which Python's cryoDRGN passes over. */
  void addTo(Map<String, Object> entries) {
    entries.put(
        ENTRY,
        List.of(pointShare, firstRadius, growth, rateDecay, (long) largestBatch, evenLatents));
  }

  /** What a checkpoint was trained by; empty if it does not tell. */
  static Optional<Recipe> of(Checkpoint checkpoint) {
    if (checkpoint.extra().get(ENTRY) instanceof List<?> told
        && told.size() == 6
        && told.get(0) instanceof Double pointShare
        && told.get(1) instanceof Double firstRadius
        && told.get(2) instanceof Double growth
        && told.get(3) instanceof Double rateDecay
        && told.get(4) instanceof Long largestBatch
        && told.get(5) instanceof Boolean evenLatents) {
      return Optional.of(
          new Recipe(
              pointShare,
              firstRadius,
              growth,
              rateDecay,
              // What is too large for an int is as good as no limit, below 1 no batch at all.
              (int) Math.max(0, Math.min(largestBatch, Integer.MAX_VALUE)),
              evenLatents));
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    if (equals(CLASSIC)) {
      return "classic, all points of each slice in every step";
    }
    return String.format(
        Locale.US,
        "%.3g of the points within a radius that grows from %.3g to 1 over %.3g of the epochs; the"
            + " learning rate falls over the last %.3g of them; z counts %s at first",
        pointShare,
        firstRadius,
        growth,
        rateDecay,
        evenLatents ? "as much as the position" : "little");
  }
}
