package org.cryodrgn.analysis.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.LegendItem;
import org.jfree.data.Range;

/**
 * Particles in a plane of two coordinates (UMAP, principal components): clouds of points, hexagonal
 * bins, marginal histograms, numbered centres, paths. Layers are drawn in the order they were
 * added; the axes hold all of them. The arrays are kept, not copied: several figures of the same
 * millions of particles cost nothing.
 */
public final class PlanePlot implements Figure {

  private static final int SIDE = 470;

  /** Height of a legend that the square has room for: three lines. */
  private static final int LEGEND = 75;

  private static final double HEXAGON = 9;

  private interface Layer {
    void draw(Graphics2D g, Frame frame);
  }

  private record Bar(Scale scale, ColourMap map, String label) {}

  private final String xLabel;
  private final String yLabel;
  private final List<Layer> layers = new ArrayList<>();
  private final List<float[]> xs = new ArrayList<>();
  private final List<float[]> ys = new ArrayList<>();
  private final List<LegendItem> legend = new ArrayList<>();
  private String title;
  private boolean ticks = true;
  private boolean marginals;

  /** Counts, and so what their colours mean, are known when they are drawn: the room is before. */
  private boolean hasBar;

  private Bar bar;

  /**
   * @param xLabel the x axis
   * @param yLabel the y axis
   */
  public PlanePlot(String xLabel, String yLabel) {
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /** The plane of a UMAP, without the numbers at its axes, which mean nothing. */
  public static PlanePlot umap() {
    PlanePlot plot = new PlanePlot("UMAP1", "UMAP2");
    plot.ticks = false;
    return plot;
  }

  /**
   * The plane of two principal components.
   *
   * @param x the component along the x axis, from 0
   * @param y the component along the y axis, from 0
   * @param varianceRatio the share of each component in the variance, told at the axes
   */
  public static PlanePlot components(int x, int y, double[] varianceRatio) {
    return new PlanePlot(component(x, varianceRatio), component(y, varianceRatio));
  }

  private static String component(int component, double[] varianceRatio) {
    return String.format(Locale.US, "PC%d (%.2f)", component + 1, varianceRatio[component]);
  }

  /** A line above the plot. */
  public PlanePlot title(String text) {
    title = text;
    return this;
  }

  /** Adds a cloud of points; the more there are, the smaller and fainter each. */
  public PlanePlot points(float[] x, float[] y) {
    return cloud(x, y, Look.colour(0));
  }

  /** Adds a cloud in light grey, for something else to stand out from. */
  public PlanePlot backdrop(float[] x, float[] y) {
    return layer(
        x, y, (g, frame) -> PointRaster.draw(g, frame, x, y, population(), 0xC8C8C8, 0x8C8C8C));
  }

  /**
   * Adds a cloud that is named in the legend.
   *
   * @param group its colour's number; below 0: grey
   */
  public PlanePlot group(String name, float[] x, float[] y, int group) {
    return group(name, x, y, group < 0 ? Look.MUTED : Look.colour(group));
  }

  /** Adds a cloud of a colour that is named in the legend. */
  public PlanePlot group(String name, float[] x, float[] y, Color colour) {
    legend(name, colour);
    return cloud(x, y, colour);
  }

  /** Adds the contours of the density of points; the colour is named in the legend. */
  public PlanePlot contours(String name, float[] x, float[] y, Color colour) {
    legend(name, colour);
    xs.add(PointDensity.reach(x));
    ys.add(PointDensity.reach(y));
    return layer(
        x,
        y,
        (g, frame) -> {
          g.setColor(colour);
          g.setStroke(new BasicStroke(1f));
          PointDensity.of(x, y, frame).ifPresent(density -> g.draw(density.contours(frame)));
        });
  }

  private void legend(String name, Color colour) {
    Shape dot = new Ellipse2D.Double(-4, -4, 8, 8);
    legend.add(new LegendItem(name, null, null, null, dot, colour));
  }

  /** Adds a cloud coloured by a value for each point, with the key to the colours. */
  public PlanePlot coloured(float[] x, float[] y, float[] values, String label) {
    Scale scale = Scale.of(values);
    hasBar = true;
    bar = new Bar(scale, ColourMap.VIRIDIS, label);
    return layer(
        x, y, (g, frame) -> PointRaster.draw(g, frame, x, y, values, scale, ColourMap.VIRIDIS));
  }

  /** Adds hexagonal bins coloured by the logarithm of their counts, with the key to the colours. */
  public PlanePlot hexbin(float[] x, float[] y) {
    hasBar = true;
    return layer(
        x,
        y,
        (g, frame) -> {
          HexBins bins = new HexBins(frame, HEXAGON, x, y);
          Scale scale = Scale.counts(bins.greatest());
          bar = new Bar(scale, ColourMap.BLUES, "Particles");
          g.setStroke(new BasicStroke(0.4f));
          bins.forEach(
              (cx, cy, count) -> {
                Path2D hexagon = bins.hexagon(cx, cy);
                g.setColor(new Color(ColourMap.BLUES.rgb(scale.fraction(count))));
                g.fill(hexagon);
                g.draw(hexagon);
              });
        });
  }

  /** Adds histograms of the first layer's coordinates above and to the right. */
  public PlanePlot marginals() {
    marginals = true;
    return this;
  }

  /**
   * Adds circles with a number or word each.
   *
   * @param fills 0xRRGGBB, light enough for dark letters, repeating
   */
  public PlanePlot centres(float[] x, float[] y, String[] labels, int... fills) {
    return layer(x, y, (g, frame) -> Marks.centres(g, frame, x, y, labels, fills));
  }

  /** Adds the dots of a path, in their order; joined by a dashed line if connected. */
  public PlanePlot path(float[] x, float[] y, boolean connected) {
    return layer(x, y, (g, frame) -> Marks.path(g, frame, x, y, connected));
  }

  private PlanePlot cloud(float[] x, float[] y, Color colour) {
    int rgb = colour.getRGB() & 0xFFFFFF;
    int dense = ColourMap.mix(rgb, 0x000000, 0.65);
    return layer(x, y, (g, frame) -> PointRaster.draw(g, frame, x, y, population(), rgb, dense));
  }

  private int population() {
    return xs.stream().mapToInt(array -> array.length).max().orElse(0);
  }

  private PlanePlot layer(float[] x, float[] y, Layer layer) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x and " + y.length + " y values");
    }
    xs.add(x);
    ys.add(y);
    layers.add(layer);
    return this;
  }

  @Override
  public int width() {
    return SIDE + (marginals ? Marginals.SIZE : 0) + (hasBar ? ColourBar.WIDTH : 0);
  }

  @Override
  public int height() {
    return (marginals ? Marginals.SIZE : 0) + side();
  }

  /** A square, and what its legend needs beyond a few lines. */
  private int side() {
    return SIDE + Math.max(0, Frame.legendHeight(names(), SIDE) - LEGEND);
  }

  private LegendItem[] names() {
    return legend.toArray(new LegendItem[0]);
  }

  @Override
  public void draw(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width(), height());
    int above = marginals ? Marginals.SIZE : 0;
    Frame.Labels labels = new Frame.Labels(title, xLabel, yLabel, ticks, names());
    Rectangle bounds = new Rectangle(0, above, SIDE, side());
    Range x = Frame.around(xs);
    Range y = Frame.around(ys);
    Frame frame = Frame.draw(g, bounds, labels, x, y);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    Shape clip = g.getClip();
    g.clip(frame.area());
    for (Layer layer : layers) {
      layer.draw(g, frame);
    }
    g.setClip(clip);
    double right = frame.area().getMaxX() + 10;
    if (marginals) {
      Marginals.draw(g, frame, xs.get(0), ys.get(0));
      right += Marginals.SIZE;
    }
    if (bar != null) {
      ColourBar.draw(g, right, frame.area(), bar.scale, bar.map, bar.label);
    }
  }
}
