package org.cryodrgn.core.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryodrgn.core.model.Domain;

/**
 * The points of a slice that the decoder is evaluated at: all of the mask, or in the fourier domain
 * its first half, and which of them take part in a step.
 */
final class SlicePoints {

  private final int[] rowMajor;
  private final int[] byRadius;
  private final double[] radii;

  /**
   * @param pixels whose mask it is
   * @param domain whether half the mask says all
   */
  SlicePoints(ImagePixels pixels, Domain domain) {
    int count = pixels.masked().length / domain.channels();
    rowMajor = IntStream.range(0, count).toArray();
    double[] radius = new double[count];
    int side = pixels.box() + 1;
    for (int p : rowMajor) {
      int pixel = pixels.stored()[pixels.masked()[p]];
      double x = pixel % side - pixels.box() / 2;
      double y = pixel / side - pixels.box() / 2;
      radius[p] = Math.hypot(x, y) / (pixels.box() / 2);
    }
    byRadius =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> Double.compare(radius[a], radius[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    radii = Arrays.stream(byRadius).mapToDouble(p -> radius[p]).toArray();
  }

  /** The number of points. */
  int count() {
    return rowMajor.length;
  }

  /** All points in every image. */
  Draw all() {
    return new Draw(rowMajor.length, rowMajor.length, null);
  }

  /**
   * Points drawn for each image apart, without repetition.
   *
   * @param radius share of the full radius that they lie within
   * @param share of the points there
   * @param random decides
   */
  Draw some(double radius, double share, SplittableRandom random) {
    int among = Math.max(1, within(radius));
    int count = Math.max(1, (int) Math.round(share * among));
    return count == rowMajor.length ? all() : new Draw(among, count, random);
  }

  private int within(double radius) {
    int low = 0;
    int high = radii.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (radii[middle] <= radius + 1e-9) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The points of one step. Not safe for use by several threads. */
  final class Draw {
    private final int among;
    private final int count;
    private final SplittableRandom random;
    private final int[] points;

    private Draw(int among, int count, SplittableRandom random) {
      this.among = among;
      this.count = count;
      this.random = random;
      points = random == null ? rowMajor : byRadius.clone();
    }

    /** The number of points of an image. */
    int count() {
      return count;
    }

    /**
     * The points of the next image.
     *
     * @return positions in the first half, or the whole, of the mask; the first {@link #count} hold
     */
    int[] next() {
      for (int i = 0; random != null && i < count; i++) {
        int j = i + random.nextInt(among - i);
        int here = points[i];
        points[i] = points[j];
        points[j] = here;
      }
      return points;
    }
  }
}
