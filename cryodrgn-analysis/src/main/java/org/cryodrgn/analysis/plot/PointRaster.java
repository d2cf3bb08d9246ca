package org.cryodrgn.analysis.plot;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * A cloud of points as pixels. Every point lays a small disc of ink; the ink of a pixel gives its
 * opacity, so the picture does not depend on the order of the points, and where many lie its colour
 * deepens instead of saturating. The time is linear in the points, the memory does not depend on
 * them.
 */
final class PointRaster {

  private final Rectangle bounds;
  private final int scale;
  private final int width;
  private final int height;
  private final float[] ink;
  private final float[] values;

  private PointRaster(Frame frame, double deviceScale, boolean coloured) {
    bounds = frame.area().getBounds();
    scale = deviceScale > 1 ? (int) Math.ceil(deviceScale) : 3;
    width = bounds.width * scale;
    height = bounds.height * scale;
    ink = new float[width * height];
    values = coloured ? new float[width * height] : null;
  }

  /**
   * Draws points of one colour.
   *
   * @param population how many points the size and ink of one are chosen for
   * @param rgb 0xRRGGBB of a few points
   * @param dense 0xRRGGBB where very many lie
   */
  static void draw(
      Graphics2D g, Frame frame, float[] x, float[] y, int population, int rgb, int dense) {
    PointRaster raster = new PointRaster(frame, g.getTransform().getScaleX(), false);
    raster.lay(frame, x, y, null, null, population);
    raster.paint(g, rgb, dense, null);
  }

  /** Draws points coloured by values, which the range maps onto 0..1 of the colour map. */
  static void draw(
      Graphics2D g, Frame frame, float[] x, float[] y, float[] values, Scale range, ColourMap map) {
    PointRaster raster = new PointRaster(frame, g.getTransform().getScaleX(), true);
    raster.lay(frame, x, y, values, range, x.length);
    raster.paint(g, 0, 0, map);
  }

  /** The radius of one of n points, points. */
  static double radius(int n) {
    return Math.min(3, Math.max(0.6, 2.9 - 0.55 * (Math.log10(Math.max(1, n)) - 2)));
  }

  /** The ink of one of n points. */
  static double inkOf(int n) {
    return Math.min(1.6, Math.max(0.1, 1.6 - 0.42 * (Math.log10(Math.max(1, n)) - 2)));
  }

  private void lay(Frame frame, float[] x, float[] y, float[] value, Scale range, int population) {
    double r = radius(population) * scale;
    float full = (float) inkOf(population);
    int reach = (int) Math.ceil(r + 0.5);
    for (int i = 0; i < x.length; i++) {
      double cx = (frame.px(x[i]) - bounds.x) * scale;
      double cy = (frame.py(y[i]) - bounds.y) * scale;
      if (!(cx > -reach && cy > -reach && cx < width + reach && cy < height + reach)
          || (value != null && !Float.isFinite(value[i]))) {
        continue;
      }
      int top = Math.max(0, (int) cy - reach);
      int bottom = Math.min(height - 1, (int) cy + reach);
      int left = Math.max(0, (int) cx - reach);
      int right = Math.min(width - 1, (int) cx + reach);
      float colour = value == null ? 0 : (float) range.fraction(value[i]);
      for (int py = top; py <= bottom; py++) {
        double dy = py + 0.5 - cy;
        for (int px = left; px <= right; px++) {
          double dx = px + 0.5 - cx;
          double cover = Math.min(1, r + 0.5 - Math.sqrt(dx * dx + dy * dy));
          if (cover > 0) {
            float drop = full * (float) cover;
            ink[py * width + px] += drop;
            if (value != null) {
              values[py * width + px] += drop * colour;
            }
          }
        }
      }
    }
  }

  private void paint(Graphics2D g, int rgb, int dense, ColourMap map) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    int[] row = new int[width];
    for (int py = 0; py < height; py++) {
      for (int px = 0; px < width; px++) {
        float amount = ink[py * width + px];
        int alpha = (int) Math.round(255 * (1 - Math.exp(-amount)));
        int colour =
            map == null
                ? ColourMap.mix(rgb, dense, 1 - Math.exp(-amount / 16))
                : map.rgb(amount > 0 ? values[py * width + px] / amount : 0);
        row[px] = alpha << 24 | colour;
      }
      image.setRGB(0, py, width, 1, row, 0, width);
    }
    g.drawImage(image, bounds.x, bounds.y, bounds.width, bounds.height, null);
  }
}
