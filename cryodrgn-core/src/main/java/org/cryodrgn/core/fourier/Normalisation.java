package org.cryodrgn.core.fourier;

import java.util.Arrays;
import org.cryodrgn.core.parallel.Workers;

/**
 * The scale that transforms are divided by: the standard deviation of all values of the symmetric
 * Hartley transforms of a sample of images, taken before any window. Images are added in batches;
 * the mean that is taken off the values afterwards is cryoDRGN's 0.
 */
public final class Normalisation {

  /** How many images cryoDRGN's sample holds at least, if there are as many. */
  private static final int SAMPLE = 1000;

  private final int box;
  private double mean;
  private double squares;
  private long values;

  /**
   * @param box the box size D, even
   */
  public Normalisation(int box) {
    if (box % 2 != 0) {
      throw new IllegalArgumentException("the box size must be even, not " + box);
    }
    this.box = box;
  }

  /** The evenly spaced sample of N particles that cryoDRGN takes: every (N / 1000)-th. */
  public static int[] sample(int particles) {
    int stride = Math.max(1, particles / SAMPLE);
    int[] indices = new int[(particles + stride - 1) / stride];
    Arrays.setAll(indices, i -> i * stride);
    return indices;
  }

  /**
   * Adds images, {@code count x D x D}, without a window. Their values are left as they are. The
   * result depends on the order of the images, not on the threads.
   */
  public void add(float[] images, int count, int threads) {
    double[] means = new double[count];
    double[] deviations = new double[count];
    Workers.run(
        count,
        threads,
        () -> {
          Hartley2d hartley = new Hartley2d(box);
          float[] transform = new float[box * box];
          return i -> {
            hartley.forward(images, i * box * box, transform, 0);
            means[i] = mean(transform);
            deviations[i] = squaredDeviations(transform, means[i]);
          };
        });
    long each = (long) (box + 1) * (box + 1);
    for (int i = 0; i < count; i++) {
      // Chan, Golub and LeVeque's update: stable for any number of values.
      long total = values + each;
      double delta = means[i] - mean;
      squares += deviations[i] + delta * delta * ((double) values * each / total);
      mean += delta * each / total;
      values = total;
    }
  }

  /** The standard deviation (n - 1 in the denominator) of all values added. */
  public double standardDeviation() {
    return Math.sqrt(squares / (values - 1));
  }

  private double mean(float[] transform) {
    double sum = 0;
    for (int y = 0; y < box; y++) {
      double row = transform[y * box];
      for (int x = 0; x < box; x++) {
        row += transform[y * box + x];
      }
      sum += y == 0 ? 2 * row : row;
    }
    return sum / ((box + 1.0) * (box + 1.0));
  }

  private double squaredDeviations(float[] transform, double centre) {
    double sum = 0;
    for (int y = 0; y < box; y++) {
      double first = transform[y * box] - centre;
      double row = first * first;
      for (int x = 0; x < box; x++) {
        double deviation = transform[y * box + x] - centre;
        row += deviation * deviation;
      }
      sum += y == 0 ? 2 * row : row;
    }
    return sum;
  }
}
