package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** The key to a colour map, drawn to the right of a frame. */
final class ColourBar {

  /** What it takes of the width, points. */
  static final int WIDTH = 84;

  private static final int STRIPES = 128;

  private ColourBar() {}

  /** Draws the bar with its left side at x, as high as the area. */
  static void draw(
      Graphics2D g, double x, Rectangle2D area, Scale scale, ColourMap map, String label) {
    double height = area.getHeight() / STRIPES;
    for (int i = 0; i < STRIPES; i++) {
      g.setColor(new Color(map.rgb((i + 0.5) / STRIPES)));
      double bottom = area.getMaxY() - i * height;
      // Each stripe reaches to the top: no hairlines between them in a viewer.
      g.fill(new Rectangle2D.Double(x, area.getY(), 14, bottom - area.getY()));
    }
    g.setColor(Look.INK);
    g.setStroke(Look.THIN);
    g.draw(new Rectangle2D.Double(x, area.getY(), 14, area.getHeight()));
    Font font = Look.font(12);
    g.setFont(font);
    FontMetrics metrics = g.getFontMetrics();
    double widest = 0;
    for (double tick : scale.ticks()) {
      double y = area.getMaxY() - scale.fraction(tick) * area.getHeight();
      String text = Scale.text(tick);
      g.draw(new Line2D.Double(x + 14, y, x + 18, y));
      g.drawString(text, (float) (x + 21), (float) (y + metrics.getAscent() * 0.38));
      widest = Math.max(widest, metrics.stringWidth(text));
    }
    AffineTransform before = g.getTransform();
    g.setFont(Look.font(14));
    double length = g.getFontMetrics().stringWidth(label);
    g.rotate(-Math.PI / 2, x + 21 + widest + 16, area.getCenterY() + length / 2);
    g.drawString(label, (float) (x + 21 + widest + 16), (float) (area.getCenterY() + length / 2));
    g.setTransform(before);
  }
}
