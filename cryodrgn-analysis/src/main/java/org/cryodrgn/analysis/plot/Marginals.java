package org.cryodrgn.analysis.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;

/** Histograms of the coordinates of points, above and to the right of a frame. */
final class Marginals {

  /** What they take of the height and of the width, points. */
  static final int SIZE = 62;

  private static final int BINS = 60;

  /** The length of the longest bar, and what lies between the bars and the frame, points. */
  private static final double LONGEST = SIZE - 10.0;

  private static final double DISTANCE = 4;

  /** White on either side of a bar, points. */
  private static final double GAP = 0.3;

  private Marginals() {}

  /** Draws both over the ranges of the frame; each has its own scale. */
  static void draw(Graphics2D g, Frame frame, float[] x, float[] y) {
    Rectangle2D area = frame.area();
    double[] above = bars(HistogramPlot.count(x, frame.x(), BINS));
    double[] beside = bars(HistogramPlot.count(y, frame.y(), BINS));
    double wide = area.getWidth() / BINS;
    double high = area.getHeight() / BINS;
    g.setColor(Look.colour(0));
    for (int i = 0; i < BINS; i++) {
      g.fill(
          new Rectangle2D.Double(
              area.getX() + i * wide + GAP,
              area.getY() - DISTANCE - above[i],
              wide - 2 * GAP,
              above[i]));
      g.fill(
          new Rectangle2D.Double(
              area.getMaxX() + DISTANCE,
              area.getMaxY() - (i + 1) * high + GAP,
              beside[i],
              high - 2 * GAP));
    }
  }

  /** The length of each bar, points. */
  private static double[] bars(int[] counts) {
    double greatest = Math.max(1, Arrays.stream(counts).max().orElse(0));
    return Arrays.stream(counts).mapToDouble(count -> LONGEST * count / greatest).toArray();
  }
}
