package org.cryodrgn.analysis.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** A few places within a frame that are marked one by one: centres with a label, and paths. */
final class Marks {

  /** With more labels than these, circles are small. */
  private static final int FEW = 30;

  private Marks() {}

  /**
   * Circles with a number or word each.
   *
   * @param fills 0xRRGGBB, repeating; none: white
   */
  static void centres(
      Graphics2D g, Frame frame, float[] x, float[] y, String[] labels, int[] fills) {
    boolean few = labels.length <= FEW;
    double radius = few ? 9 : 6.5;
    g.setFont(Look.bold(few ? 10.5f : 7.5f));
    FontMetrics metrics = g.getFontMetrics();
    g.setStroke(new BasicStroke(1.3f));
    for (int i = 0; i < labels.length; i++) {
      double cx = frame.px(x[i]);
      double cy = frame.py(y[i]);
      Shape circle = disc(cx, cy, radius);
      g.setColor(fills.length == 0 ? Color.WHITE : new Color(fills[i % fills.length]));
      g.fill(circle);
      g.setColor(Look.INK);
      g.draw(circle);
      g.drawString(
          labels[i],
          (float) (cx - metrics.stringWidth(labels[i]) / 2.0),
          (float) (cy + metrics.getAscent() * 0.36));
    }
  }

  /** The dots of a path, joined in their order by a dashed line if connected. */
  static void path(Graphics2D g, Frame frame, float[] x, float[] y, boolean connected) {
    if (connected && x.length > 0) {
      Path2D line = new Path2D.Double();
      line.moveTo(frame.px(x[0]), frame.py(y[0]));
      for (int i = 1; i < x.length; i++) {
        line.lineTo(frame.px(x[i]), frame.py(y[i]));
      }
      g.setColor(Look.INK);
      g.setStroke(Look.DASHED);
      g.draw(line);
    }
    g.setStroke(new BasicStroke(1f));
    for (int i = 0; i < x.length; i++) {
      Shape dot = disc(frame.px(x[i]), frame.py(y[i]), 5);
      g.setColor(Look.colour(1));
      g.fill(dot);
      g.setColor(Color.WHITE);
      g.draw(dot);
    }
  }

  private static Shape disc(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }
}
