package org.cryodrgn.analysis.convergence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cryodrgn.analysis.latent.Percentiles;

/**
 * The crowded places of a two-dimensional view: the local maxima of its histogram, those too near
 * to a higher one left out.
 *
 * @param counts bins x bins, row-major, x along the rows
 * @param smoothed the histogram whose maxima were taken, of the same layout
 * @param bins along each axis
 * @param maxima the highest first
 */
public record ViewSketch(float[] counts, float[] smoothed, int bins, List<Maximum> maxima) {

  /**
   * How to find them.
   *
   * @param bins along each axis
   * @param smooth whether to smooth the histogram before
   * @param smoothWidth standard deviation of the smoothing, in units of the width of a bin; as in
   *     cryoDRGN it then counts in bins, so that a wider view is smoothed more
   * @param kept maxima that may stay however near they are
   * @param radius up to which two maxima are too near, bins
   * @param wanted how many are given at most
   */
  public record Settings(
      int bins, boolean smooth, double smoothWidth, int kept, double radius, int wanted) {}

  /**
   * A maximum.
   *
   * @param x its bin along x, from 0
   * @param y its bin along y, from 0
   * @param height of the histogram there
   * @param members rows of the view in its bin and the eight around
   */
  public record Maximum(int x, int y, double height, int[] members) {}

  /** A smoothing kernel ends after so many standard deviations. */
  private static final double TRUNCATE = 4;

  /**
   * Sketches a view.
   *
   * @param view its two columns, as many values each
   */
  static ViewSketch of(float[][] view, Settings settings) {
    int bins = settings.bins;
    int[][] places = new int[2][];
    double[] widths = new double[2];
    for (int axis = 0; axis < 2; axis++) {
      double[] edges = edges(view[axis], bins);
      widths[axis] = Math.abs(edges[1] - edges[0]);
      places[axis] = places(view[axis], edges);
    }
    double[] counts = new double[bins * bins];
    for (int i = 0; i < places[0].length; i++) {
      counts[places[0][i] * bins + places[1][i]]++;
    }
    double[] smoothed =
        settings.smooth ? smooth(counts, bins, settings.smoothWidth * widths[0]) : counts;
    List<int[]> peaks = peaks(smoothed, bins);
    thin(peaks, smoothed, bins, settings);
    // Stable: of equal heights the first bin stays first.
    peaks.sort(Comparator.comparingDouble(peak -> -smoothed[peak[0] * bins + peak[1]]));
    List<Maximum> maxima = new ArrayList<>();
    for (int[] peak : peaks.subList(0, Math.min(settings.wanted, peaks.size()))) {
      maxima.add(
          new Maximum(peak[0], peak[1], smoothed[peak[0] * bins + peak[1]], members(places, peak)));
    }
    return new ViewSketch(floats(counts), floats(smoothed), bins, maxima);
  }

  /** The median place of the members of each maximum, in the view's coordinates: 2 x maxima. */
  float[][] centres(float[][] view) {
    float[][] centres = new float[2][maxima.size()];
    for (int k = 0; k < maxima.size(); k++) {
      for (int axis = 0; axis < 2; axis++) {
        int[] members = maxima.get(k).members;
        float[] values = new float[members.length];
        for (int i = 0; i < members.length; i++) {
          values[i] = view[axis][members[i]];
        }
        centres[axis][k] = (float) Percentiles.of(values).at(50);
      }
    }
    return centres;
  }

  private static double[] edges(float[] values, int bins) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    double step = (high - low) / bins;
    double[] edges = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      edges[i] = i * step + low;
    }
    edges[bins] = high;
    return edges;
  }

  /** The bin of each value: from its lower edge to below the next, the last with both its edges. */
  private static int[] places(float[] values, double[] edges) {
    int bins = edges.length - 1;
    double step = (edges[bins] - edges[0]) / bins;
    int[] places = new int[values.length];
    for (int i = 0; i < values.length && step > 0; i++) {
      int place = (int) Math.min(bins - 1, (values[i] - edges[0]) / step);
      while (place > 0 && values[i] < edges[place]) {
        place--;
      }
      while (place < bins - 1 && values[i] >= edges[place + 1]) {
        place++;
      }
      places[i] = place;
    }
    return places;
  }

  /** By a Gaussian along both axes; beyond the border the histogram is mirrored. */
  private static double[] smooth(double[] values, int bins, double sigma) {
    int reach = (int) (TRUNCATE * sigma + 0.5);
    if (reach == 0) {
      return values;
    }
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      kernel[i + reach] = Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += kernel[i + reach];
    }
    double[] along = values;
    for (int stride : new int[] {bins, 1}) {
      double[] smoothed = new double[along.length];
      for (int line = 0; line < bins; line++) {
        int start = line * (stride == 1 ? bins : 1);
        for (int at = 0; at < bins; at++) {
          double value = 0;
          for (int i = -reach; i <= reach; i++) {
            value += kernel[i + reach] * along[start + mirrored(at + i, bins) * stride];
          }
          smoothed[start + at * stride] = value / sum;
        }
      }
      along = smoothed;
    }
    return along;
  }

  /** The border value is its own neighbour: d c b a | a b c d | d c b a. */
  private static int mirrored(int at, int bins) {
    int within = Math.floorMod(at, 2 * bins);
    return within < bins ? within : 2 * bins - 1 - within;
  }

  /** The bins above all their eight neighbours, in the order of the rows. */
  private static List<int[]> peaks(double[] values, int bins) {
    List<int[]> peaks = new ArrayList<>();
    for (int x = 0; x < bins; x++) {
      for (int y = 0; y < bins; y++) {
        boolean above = values[x * bins + y] > 0;
        for (int dx = -1; dx <= 1 && above; dx++) {
          for (int dy = -1; dy <= 1 && above; dy++) {
            int nx = x + dx;
            int ny = y + dy;
            boolean other = nx >= 0 && ny >= 0 && nx < bins && ny < bins && (dx != 0 || dy != 0);
            above = !other || values[x * bins + y] > values[nx * bins + ny];
          }
        }
        if (above) {
          peaks.add(new int[] {x, y});
        }
      }
    }
    return peaks;
  }

  /** Takes the lower of the two nearest peaks away until few are left or all lie apart. */
  private static void thin(List<int[]> peaks, double[] values, int bins, Settings settings) {
    while (peaks.size() > settings.kept) {
      double nearest = Double.POSITIVE_INFINITY;
      int lower = -1;
      for (int i = 0; i < peaks.size(); i++) {
        for (int j = i + 1; j < peaks.size(); j++) {
          int[] a = peaks.get(i);
          int[] b = peaks.get(j);
          double distance = Math.hypot(a[0] - b[0], a[1] - b[1]);
          if (distance <= settings.radius && distance < nearest) {
            nearest = distance;
            lower = values[a[0] * bins + a[1]] > values[b[0] * bins + b[1]] ? j : i;
          }
        }
      }
      if (lower < 0) {
        return;
      }
      peaks.remove(lower);
    }
  }

  private static int[] members(int[][] places, int[] peak) {
    int[] members = new int[places[0].length];
    int count = 0;
    for (int i = 0; i < members.length; i++) {
      if (Math.abs(places[0][i] - peak[0]) <= 1 && Math.abs(places[1][i] - peak[1]) <= 1) {
        members[count++] = i;
      }
    }
    return Arrays.copyOf(members, count);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
