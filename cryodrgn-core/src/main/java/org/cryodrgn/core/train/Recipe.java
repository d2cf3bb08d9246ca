package org.cryodrgn.core.train;

import java.util.Locale;

/**
 * What a step looks at on the way to the same model. The classic recipe is cryoDRGN's: all points
 * of each slice, always. The mean over a random subset of points is an unbiased estimate of the
 * mean over all, and low frequencies alone settle the coarse motion first, at a fraction of the
 * work.
 *
 * @param pointShare share of the points within the radius that a step draws for each image, in (0,
 *     1]
 * @param firstRadius radius that the first step sees, as a share of the full one, in (0, 1]
 * @param growth share of all epochs after which the radius is full, in [0, 1]
 * @param rateDecay share of all epochs, the last ones, over which the learning rate falls linearly
 *     to a tenth, in [0, 1]
 */
public record Recipe(double pointShare, double firstRadius, double growth, double rateDecay) {

  private static final double LAST_RATE = 0.1;

  /** All points of each slice in every step. */
  public static final Recipe CLASSIC = new Recipe(1, 1, 0, 0);

  /**
   * A quarter of the points of each image, in a radius that grows; a learning rate that falls at
   * the end.
   */
  public static final Recipe FAST = new Recipe(0.25, 0.4, 0.7, 0.4);

  /** Checks the ranges. */
  public Recipe {
    if (!(pointShare > 0 && pointShare <= 1)
        || !(firstRadius > 0 && firstRadius <= 1)
        || !(growth >= 0 && growth <= 1)
        || !(rateDecay >= 0 && rateDecay <= 1)) {
      throw new IllegalArgumentException("a share is outside of (0, 1]");
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

  @Override
  public String toString() {
    if (equals(CLASSIC)) {
      return "classic, all points of each slice in every step";
    }
    return String.format(
        Locale.US,
        "%.3g of the points within a radius that grows from %.3g to 1 over %.3g of the epochs; the"
            + " learning rate falls over the last %.3g of them",
        pointShare,
        firstRadius,
        growth,
        rateDecay);
  }
}
