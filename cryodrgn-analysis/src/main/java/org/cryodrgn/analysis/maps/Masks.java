package org.cryodrgn.analysis.maps;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Masks around the density of a map. Maps and masks are D x D x D, z slowest. */
public final class Masks {

  private static final Logger LOG = LoggerFactory.getLogger(Masks.class);

  /** The share of voxels that may lie above twice the threshold. */
  private static final double TOP = 1e-4;

  private Masks() {}

  /**
   * How a mask is made from a map: 1 where the map is dense, grown, with an edge that falls to 0 as
   * a cosine.
   *
   * @param threshold the least density within, before it is grown; empty for half the 99.99th
   *     percentile of the map
   * @param dilation by how much it is grown, Å; whole voxels along the axes (city blocks)
   * @param edge the width of the edge, Å
   */
  public record Settings(OptionalDouble threshold, double dilation, double edge) {

    /** The least density within the mask of a map, before it is grown. */
    public double threshold(float[] map) {
      return threshold.orElseGet(() -> percentile(map, 1 - TOP) / 2);
    }

    /** The same at a threshold that is known. */
    public Settings at(double known) {
      return new Settings(OptionalDouble.of(known), dilation, edge);
    }

    /**
     * The mask of a map.
     *
     * @param pixelSize Å
     */
    public float[] mask(float[] map, int box, double pixelSize, int threads) {
      return grown(map, box, threshold(map), dilation / pixelSize, edge / pixelSize, threads);
    }
  }

  private static float[] grown(
      float[] map, int box, double threshold, double dilation, double width, int threads) {
    float[] distance = new float[map.length];
    for (int i = 0; i < map.length; i++) {
      distance[i] = map[i] >= threshold ? 0 : Distances.FAR;
    }
    int grow = (int) Math.floor(dilation);
    if (grow > 0) {
      Distances.cityBlock(distance, box, threads);
      for (int i = 0; i < distance.length; i++) {
        distance[i] = distance[i] <= grow ? 0 : Distances.FAR;
      }
    }
    if (width > 0) {
      Distances.squaredEuclidean(distance, box, threads);
    }
    for (int i = 0; i < distance.length; i++) {
      distance[i] = distance[i] == 0 ? 1 : width > 0 ? edge(distance[i], width) : 0;
    }
    return distance;
  }

  private static float edge(double squaredDistance, double width) {
    double distance = Math.min(width, Math.sqrt(squaredDistance));
    // Six decimals, as cryoDRGN rounds its masks.
    return (float) (Math.rint(1e6 * Math.cos(0.5 * Math.PI * distance / width)) / 1e6);
  }

  /**
   * Warns where a map's own threshold is below 0: what is dense lies above a background of 0.
   *
   * @param threshold half the 99.99th percentile
   */
  public static void tellContrast(double threshold) {
    if (threshold < 0) {
      LOG.warn(
          String.format(
              Locale.US,
              "The mask is made of a density of %.4g and more, which is below 0: the contrast of the"
                  + " map may be inverted. Turn it with invert_contrast, or make a mask with"
                  + " gen_mask --threshold",
              threshold));
    }
  }

  /**
   * What a mask lets through of a box that is dense everywhere: 0 for an empty mask, 1 for none.
   */
  public static double share(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      sum += value;
    }
    return sum / mask.length;
  }

  /**
   * A percentile near the top, linear between the two ranks beside it.
   *
   * @param fraction 0 .. 1; memory goes with 1 - fraction
   */
  public static double percentile(float[] values, double fraction) {
    double rank = fraction * (values.length - 1);
    int keep = values.length - (int) rank;
    PriorityQueue<Float> top = new PriorityQueue<>(keep + 1);
    for (float value : values) {
      if (top.size() < keep) {
        top.add(value);
      } else if (value > top.peek()) {
        top.poll();
        top.add(value);
      }
    }
    double below = top.poll();
    double above = top.isEmpty() ? below : top.peek();
    return below + (above - below) * (rank - (int) rank);
  }
}
