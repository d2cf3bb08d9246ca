package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Lines over a common x axis: learning curves, FSC curves, spectra. Built up by chained calls, then
 * given to {@link PlotFile}.
 */
public final class LinePlot implements Figure {

  private record Line(String name, double[] x, double[] y, Color colour) {}

  private record Mark(double at, String label, boolean vertical) {}

  private final String xLabel;
  private final String yLabel;
  private final List<Line> lines = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private String title;
  private boolean dots;
  private boolean legend = true;
  private boolean whole;
  private boolean resolution;
  private double[] yRange;

  /**
   * @param xLabel the x axis with its unit
   * @param yLabel the y axis with its unit
   */
  public LinePlot(String xLabel, String yLabel) {
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * A plot of Fourier shell correlations: y from 0 to 1, the x axis told in Å, the usual thresholds
   * 0.5 and 0.143 dashed. Give each line's x as spatial frequency in 1/Å.
   */
  public static LinePlot fsc() {
    LinePlot plot = correlations("Resolution (Å)");
    plot.resolution = true;
    return plot;
  }

  /** As {@link #fsc}, of maps of an unknown pixel size: x in cycles a voxel. */
  public static LinePlot fscPerVoxel() {
    return correlations("Spatial frequency (1/voxel)");
  }

  private static LinePlot correlations(String xLabel) {
    return new LinePlot(xLabel, "Fourier shell correlation")
        .yRange(-0.05, 1.05)
        .horizontal(0.5, "0.5")
        .horizontal(0.143, "0.143");
  }

  /** A line above the plot. */
  public LinePlot title(String text) {
    title = text;
    return this;
  }

  /**
   * Adds a line; where a value is not finite, it is interrupted.
   *
   * @param name for the legend, which is drawn if there are several lines; must not repeat
   * @param x as many values as y
   */
  public LinePlot line(String name, double[] x, double[] y) {
    return line(name, x, y, Look.colour(lines.size()));
  }

  /** As {@link #line(String, double[], double[])}, in a colour. */
  public LinePlot line(String name, double[] x, double[] y, Color colour) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x and " + y.length + " y values");
    }
    lines.add(new Line(name, x, y, colour));
    return this;
  }

  /** A dashed horizontal line at y. */
  public LinePlot horizontal(double y, String label) {
    marks.add(new Mark(y, label, false));
    return this;
  }

  /** A dashed vertical line at x. */
  public LinePlot vertical(double x, String label) {
    marks.add(new Mark(x, label, true));
    return this;
  }

  /** Fixes the y axis. */
  public LinePlot yRange(double low, double high) {
    yRange = new double[] {low, high};
    return this;
  }

  /** Numbers the x axis at whole values only: it counts. */
  public LinePlot wholeX() {
    whole = true;
    return this;
  }

  /** Leaves out the legend, for plots that stand side by side under one. */
  public LinePlot withoutLegend() {
    legend = false;
    return this;
  }

  /** Draws a dot at each point too. */
  public LinePlot dots() {
    dots = true;
    return this;
  }

  @Override
  public void draw(Graphics2D g) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, dots);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      XYSeries series = new XYSeries(line.name, false, true);
      for (int j = 0; j < line.x.length; j++) {
        series.add(line.x[j], Double.isFinite(line.y[j]) ? line.y[j] : Double.NaN);
      }
      data.addSeries(series);
      renderer.setSeriesPaint(i, line.colour);
      renderer.setSeriesStroke(i, Look.LINE);
      renderer.setSeriesShape(i, new Ellipse2D.Double(-3, -3, 6, 6));
    }
    NumberAxis x = Look.axis(xLabel);
    NumberAxis y = Look.axis(yLabel);
    x.setLowerMargin(0.01);
    x.setUpperMargin(0.02);
    if (whole) {
      x.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.US));
    }
    if (resolution) {
      x.setNumberFormatOverride(new Angstroms());
    }
    if (yRange != null) {
      y.setRange(yRange[0], yRange[1]);
    }
    XYPlot plot = new XYPlot(data, x, y, renderer);
    Look.dress(plot);
    plot.setRangeGridlinesVisible(true);
    plot.setRangeGridlinePaint(Look.PALE);
    plot.setRangeGridlineStroke(Look.THIN);
    for (Mark mark : marks) {
      mark(plot, mark);
    }
    JFreeChart chart = Look.chart(title, plot, legend && lines.size() > 1);
    Look.draw(chart, g, width(), height());
  }

  private static void mark(XYPlot plot, Mark mark) {
    Color ink = mark.vertical ? Look.INK : Look.MUTED;
    ValueMarker marker = new ValueMarker(mark.at, ink, Look.DASHED);
    marker.setLabel(mark.label);
    marker.setLabelFont(Look.font(12));
    marker.setLabelPaint(Look.INK);
    marker.setLabelBackgroundColor(new Color(255, 255, 255, 0));
    if (mark.vertical) {
      marker.setLabelAnchor(RectangleAnchor.TOP_LEFT);
      marker.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
      marker.setLabelOffset(new RectangleInsets(6, 6, 6, 6));
      plot.addDomainMarker(marker, Layer.BACKGROUND);
    } else {
      marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
      marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
      plot.addRangeMarker(marker, Layer.BACKGROUND);
    }
  }

  /** Tells a spatial frequency (1/Å) as its wave length (Å). */
  private static final class Angstroms extends NumberFormat {

    private static final long serialVersionUID = 1L;

    private final DecimalFormat format =
        new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.US));

    @Override
    public StringBuffer format(double frequency, StringBuffer out, FieldPosition position) {
      return frequency < 1e-9 ? out.append('∞') : format.format(1 / frequency, out, position);
    }

    @Override
    public StringBuffer format(long frequency, StringBuffer out, FieldPosition position) {
      return format((double) frequency, out, position);
    }

    @Override
    public Number parse(String text, ParsePosition position) {
      throw new UnsupportedOperationException("an axis only writes");
    }
  }
}
