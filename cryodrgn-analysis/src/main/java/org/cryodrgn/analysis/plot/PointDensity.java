package org.cryodrgn.analysis.plot;

import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.Optional;
import org.jfree.data.Range;

/**
 * The density of points in a plane by a Gaussian kernel whose covariance is that of the points
 * times n^(-1/3) (Scott, Multivariate Density Estimation, 1992), on a grid over a frame. The kernel
 * is no narrower than a cell of the grid can show, so that points on a line have a density too.
 *
 * @param values the share of the mass in each of {@link #CELLS} x CELLS cells, y slow
 */
record PointDensity(double[] values) {

  static final int CELLS = 128;

  /** A kernel ends after so many standard deviations. */
  private static final double REACH = 4;

  /** Of a kernel along each axis, cells squared: half a cell is the least width that shows. */
  private static final double LEAST_VARIANCE = 0.25;

  private static final int LEVELS = 10;
  private static final double OUTERMOST = 0.05;

  /** The density of the points within the frame, at least three; else empty. */
  static Optional<PointDensity> of(float[] x, float[] y, Frame frame) {
    double[] counts = new double[CELLS * CELLS];
    double n = 0;
    double[] sum = new double[2];
    double[] square = new double[3];
    for (int i = 0; i < x.length; i++) {
      double cx = cell(x[i], frame.x());
      double cy = cell(y[i], frame.y());
      if (cx >= 0 && cx < CELLS && cy >= 0 && cy < CELLS) {
        counts[(int) cy * CELLS + (int) cx]++;
        n++;
        sum[0] += cx;
        sum[1] += cy;
        square[0] += cx * cx;
        square[1] += cx * cy;
        square[2] += cy * cy;
      }
    }
    if (n < 3) {
      return Optional.empty();
    }
    double scott = Math.pow(n, -1.0 / 3);
    double xx = scott * (square[0] - sum[0] * sum[0] / n) / (n - 1) + LEAST_VARIANCE;
    double xy = scott * (square[1] - sum[0] * sum[1] / n) / (n - 1);
    double yy = scott * (square[2] - sum[1] * sum[1] / n) / (n - 1) + LEAST_VARIANCE;
    return Optional.of(new PointDensity(spread(counts, n, xx, xy, yy)));
  }

  /** From the least to the greatest value, widened by the reach of the outermost contour. */
  static float[] reach(float[] values) {
    double n = 0;
    double sum = 0;
    double square = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        n++;
        sum += value;
        square += (double) value * value;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    double variance = n > 1 ? Math.max(0, (square - sum * sum / n) / (n - 1)) : 0;
    double margin = 2.5 * Math.sqrt(variance * Math.pow(n, -1.0 / 3));
    return new float[] {(float) (low - margin), (float) (high + margin)};
  }

  private static double cell(float value, Range range) {
    return (value - range.getLowerBound()) / range.getLength() * CELLS;
  }

  /** Puts a kernel of a covariance, in cells, at each of n points. */
  private static double[] spread(double[] counts, double n, double xx, double xy, double yy) {
    double determinant = xx * yy - xy * xy;
    int rx = (int) Math.min(CELLS, Math.ceil(REACH * Math.sqrt(xx)));
    int ry = (int) Math.min(CELLS, Math.ceil(REACH * Math.sqrt(yy)));
    int width = 2 * rx + 1;
    double[] kernel = new double[width * (2 * ry + 1)];
    for (int dy = -ry; dy <= ry; dy++) {
      for (int dx = -rx; dx <= rx; dx++) {
        double form = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant;
        kernel[(dy + ry) * width + dx + rx] =
            Math.exp(-0.5 * form) / (2 * Math.PI * Math.sqrt(determinant) * n);
      }
    }
    double[] values = new double[counts.length];
    for (int at = 0; at < counts.length; at++) {
      if (counts[at] == 0) {
        continue;
      }
      int cy = at / CELLS;
      int cx = at % CELLS;
      int left = Math.max(0, cx - rx);
      int right = Math.min(CELLS - 1, cx + rx);
      for (int y = Math.max(0, cy - ry); y <= Math.min(CELLS - 1, cy + ry); y++) {
        int row = (y - cy + ry) * width + rx - cx;
        for (int x = left; x <= right; x++) {
          values[y * CELLS + x] += counts[at] * kernel[row + x];
        }
      }
    }
    return values;
  }

  /** Densities below which lie 5 % of the mass and more, in even steps. */
  double[] levels() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double total = Arrays.stream(sorted).sum();
    double[] levels = new double[LEVELS - 1];
    double below = 0;
    int at = 0;
    for (int level = 0; level < levels.length; level++) {
      double share = OUTERMOST + (1 - OUTERMOST) * level / (LEVELS - 1);
      while (at < sorted.length - 1 && below + sorted[at] < share * total) {
        below += sorted[at++];
      }
      levels[level] = sorted[at];
    }
    return levels;
  }

  /** The contours of all levels, points. */
  Path2D contours(Frame frame) {
    Path2D lines = new Path2D.Double();
    for (double level : levels()) {
      for (int y = 0; y < CELLS - 1; y++) {
        for (int x = 0; x < CELLS - 1; x++) {
          square(lines, frame, x, y, level);
        }
      }
    }
    return lines;
  }

  /** Joins the points of a square's sides, in turn round it, at which the level is crossed. */
  private void square(Path2D lines, Frame frame, int x, int y, double level) {
    int[] cornerX = {x, x + 1, x + 1, x};
    int[] cornerY = {y, y, y + 1, y + 1};
    double[] crossings = new double[8];
    int count = 0;
    for (int side = 0; side < 4; side++) {
      int next = (side + 1) % 4;
      double from = values[cornerY[side] * CELLS + cornerX[side]];
      double to = values[cornerY[next] * CELLS + cornerX[next]];
      if (from < level != to < level) {
        double t = (level - from) / (to - from);
        double cx = cornerX[side] + t * (cornerX[next] - cornerX[side]) + 0.5;
        double cy = cornerY[side] + t * (cornerY[next] - cornerY[side]) + 0.5;
        crossings[count++] =
            frame.px(frame.x().getLowerBound() + cx / CELLS * frame.x().getLength());
        crossings[count++] =
            frame.py(frame.y().getLowerBound() + cy / CELLS * frame.y().getLength());
      }
    }
    for (int i = 0; i < count; i += 4) {
      lines.moveTo(crossings[i], crossings[i + 1]);
      lines.lineTo(crossings[i + 2], crossings[i + 3]);
    }
  }
}
