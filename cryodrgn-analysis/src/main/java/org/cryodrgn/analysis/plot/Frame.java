package org.cryodrgn.analysis.plot;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.block.RectangleConstraint;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;

/**
 * The area between drawn axes and the way from data to points on it.
 *
 * @param area where data are drawn, points
 * @param x the range of the x axis
 * @param y the range of the y axis
 */
record Frame(Rectangle2D area, Range x, Range y) {

  /** Letters are not as wide on a screen's pixels as on a scaled image or on paper. */
  private static final double NARROWER = 0.95;

  /** What stands around the data. */
  record Labels(String title, String x, String y, boolean ticks, LegendItem[] legend) {}

  /** Draws title, legend and axes within the bounds, and tells where the data go. */
  static Frame draw(Graphics2D g, Rectangle bounds, Labels labels, Range x, Range y) {
    NumberAxis xAxis = Look.axis(labels.x);
    NumberAxis yAxis = Look.axis(labels.y);
    xAxis.setRange(x);
    yAxis.setRange(y);
    for (NumberAxis axis : new NumberAxis[] {xAxis, yAxis}) {
      axis.setTickLabelsVisible(labels.ticks);
      axis.setTickMarksVisible(labels.ticks);
      if (!labels.ticks) {
        axis.setLabelInsets(new RectangleInsets(8, 8, 8, 8));
      }
    }
    XYPlot plot = new XYPlot(null, xAxis, yAxis, null);
    Look.dress(plot);
    JFreeChart chart = Look.chart(labels.title, plot, false);
    if (labels.legend.length > 0) {
      chart.addSubtitle(0, legend(labels.legend));
    }
    ChartRenderingInfo info = new ChartRenderingInfo();
    chart.draw(g, bounds, info);
    return new Frame(info.getPlotInfo().getDataArea(), x, y);
  }

  /** How high a legend is at most that may be so wide, points. */
  static int legendHeight(LegendItem[] names, int width) {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      Range any = new Range(0, Integer.MAX_VALUE);
      Range across = new Range(0, NARROWER * width);
      return (int)
          Math.ceil(legend(names).arrange(g, new RectangleConstraint(across, any)).getHeight());
    } finally {
      g.dispose();
    }
  }

  private static LegendTitle legend(LegendItem[] names) {
    LegendItemCollection items = new LegendItemCollection();
    for (LegendItem name : names) {
      items.add(name);
    }
    LegendTitle box = new LegendTitle(() -> items);
    box.setItemFont(Look.font(13));
    box.setItemPaint(Look.INK);
    box.setFrame(BlockBorder.NONE);
    box.setPosition(RectangleEdge.TOP);
    box.setItemLabelPadding(new RectangleInsets(2, 4, 2, 14));
    return box;
  }

  /** The x of a value, points. */
  double px(double value) {
    return area.getX() + (value - x.getLowerBound()) / x.getLength() * area.getWidth();
  }

  /** The y of a value, points, downwards. */
  double py(double value) {
    return area.getMaxY() - (value - y.getLowerBound()) / y.getLength() * area.getHeight();
  }

  /** From the least to the greatest finite value of all arrays, widened by 4 % on either side. */
  static Range around(Iterable<float[]> arrays) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float[] array : arrays) {
      for (float value : array) {
        if (Float.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (low > high) {
      return new Range(0, 1);
    }
    double margin = high > low ? 0.04 * (high - low) : Math.max(0.5, Math.abs(low) * 0.1);
    return new Range(low - margin, high + margin);
  }
}
