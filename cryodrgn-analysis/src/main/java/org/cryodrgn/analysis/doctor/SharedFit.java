package org.cryodrgn.analysis.doctor;

/**
 * What two models explain of images: as given, and with something changed. Fitted together by least
 * squares over all images, image = a given + b changed, b is 0 if the given one is true, a is 0 if
 * the changed one is, and they are the same if neither is better.
 */
final class SharedFit {

  /** How many sums an image has: x·g, x·c, g·g, g·c, c·c. */
  static final int SUMS = 5;

  /** How many parts of the images are left out in turn to tell how sure the fit is. */
  private static final int PARTS = 25;

  /** So many standard errors are no chance, though several changes are tried. */
  private static final double SURE = 5;

  /** Below this the images show nothing of the models. */
  private static final double SEEN = 10;

  private final double[] sums;
  private final double[] total = new double[SUMS];

  /**
   * @param sums the products of each image x and its models, given g and changed c
   */
  SharedFit(double[] sums) {
    this.sums = sums;
    for (int i = 0; i < sums.length; i++) {
      total[i % SUMS] += sums[i];
    }
  }

  /** How many images there are. */
  int size() {
    return sums.length / SUMS;
  }

  /** Whether the changed model is better than the given one, and that is no chance. */
  boolean isWorse() {
    return isSeen() && isBelow(1, -1);
  }

  /** Whether the given model is hardly better than the changed one: a - b is below (a + b) / 2. */
  boolean isNoBetter() {
    return isSeen() && isBelow(0.5, -1.5);
  }

  /** How much of the images the changed model explains alone; what is most is the likeliest. */
  double explainedByChanged() {
    return total[1] <= 0 ? 0 : total[1] * total[1] / total[4];
  }

  /** The share of the product with the given model that the changed one has not. */
  double difference() {
    return 1 - total[1] / total[0];
  }

  /** How many standard errors the product of images and the given model is above 0. */
  double given() {
    return significance(1, 0);
  }

  /** How many standard errors it is above that with the changed model. */
  double preference() {
    return significance(1, -1);
  }

  private boolean isSeen() {
    return given() > SEEN || significance(0, 1) > SEEN;
  }

  /** How many standard errors a combination of x·g and x·c, summed over the images, is above 0. */
  private double significance(double ofGiven, double ofChanged) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < sums.length; i += SUMS) {
      double value = ofGiven * sums[i] + ofChanged * sums[i + 1];
      sum += value;
      squares += value * value;
    }
    double variance = squares - sum * sum / size();
    return variance > 0 ? sum / Math.sqrt(variance) : 0;
  }

  /** Whether a combination of a and b is below 0 for sure (jackknife). */
  private boolean isBelow(double ofGiven, double ofChanged) {
    double[] values = new double[PARTS];
    double mean = 0;
    for (int part = 0; part < PARTS; part++) {
      double[] left = total.clone();
      for (int i = part; i < size(); i += PARTS) {
        for (int k = 0; k < SUMS; k++) {
          left[k] -= sums[SUMS * i + k];
        }
      }
      values[part] = combination(left, ofGiven, ofChanged);
      mean += values[part] / PARTS;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double error = Math.sqrt(squares * (PARTS - 1) / PARTS);
    return error > 0 && combination(total, ofGiven, ofChanged) + SURE * error < 0;
  }

  private static double combination(double[] t, double ofGiven, double ofChanged) {
    double determinant = t[2] * t[4] - t[3] * t[3];
    double a = (t[0] * t[4] - t[1] * t[3]) / determinant;
    double b = (t[1] * t[2] - t[0] * t[3]) / determinant;
    return ofGiven * a + ofChanged * b;
  }

  /**
   * How much images prefer the given model to the changed one, as a multiple of what the models
   * differ; that is taken to be the same for all images.
   *
   * @param from the first image
   * @param to the first beyond
   * @return the multiple and its standard error
   */
  double[] preference(int from, int to) {
    double preferred = 0;
    double squares = 0;
    for (int i = from; i < to; i++) {
      double value = sums[SUMS * i] - sums[SUMS * i + 1];
      preferred += value;
      squares += value * value;
    }
    double error = Math.sqrt(squares - preferred * preferred / (to - from));
    double expected = Math.abs(total[2] - total[3]) * (to - from) / size();
    return new double[] {preferred / expected, error / expected};
  }
}
