package org.cryodrgn.core.train;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Finds images so much stronger than the others that they alone change the scale of all. */
final class StrongImages {

  /**
   * In power, which is ten in amplitude. Images of one set differ by ice, dose and what else they
   * show: a few times in power, and a hot pixel of 100 standard deviations in a box of 100 doubles
   * it. Far beyond lies an image that was not normalised, or was divided by next to nothing. Of a
   * sample of 1000, one image below this raises the scale by less than 5 %, which needs no word.
   */
  private static final double TIMES_THE_MEDIAN = 100;

  private StrongImages() {}

  /**
   * Half of the images tell what is usual; blank ones do not.
   *
   * @param powers sums of the squared values of each image
   * @return which of them are strong, the strongest first
   */
  static int[] among(double[] powers) {
    double median = median(powers);
    return IntStream.range(0, powers.length)
        .filter(i -> powers[i] > TIMES_THE_MEDIAN * median)
        .boxed()
        .sorted((i, j) -> Double.compare(powers[j], powers[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  /** The median of those above zero; 0 if there is none. */
  static double median(double[] powers) {
    double[] sorted = Arrays.stream(powers).filter(power -> power > 0).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
