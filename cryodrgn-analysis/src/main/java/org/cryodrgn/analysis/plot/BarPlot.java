package org.cryodrgn.analysis.plot;

import java.awt.Graphics2D;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;

/**
 * One bar for each name, from zero.
 *
 * @param xLabel what the names are
 * @param yLabel what the heights are, with their unit
 * @param names below the bars, each once
 * @param heights as many as names
 */
public record BarPlot(String xLabel, String yLabel, String[] names, double[] heights)
    implements Figure {

  /** Checks that each bar has a name. */
  public BarPlot {
    if (names.length != heights.length) {
      throw new IllegalArgumentException(names.length + " names, " + heights.length + " heights");
    }
  }

  @Override
  public void draw(Graphics2D g) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (int i = 0; i < names.length; i++) {
      data.addValue(heights[i], "", names[i]);
    }
    NumberAxis y = Look.axis(yLabel);
    y.setAutoRangeIncludesZero(true);
    CategoryAxis x = new CategoryAxis(xLabel);
    x.setLabelFont(y.getLabelFont());
    x.setTickLabelFont(y.getTickLabelFont());
    x.setLabelPaint(Look.INK);
    x.setTickLabelPaint(Look.INK);
    x.setAxisLinePaint(Look.INK);
    x.setLowerMargin(0.02);
    x.setUpperMargin(0.02);
    x.setCategoryMargin(0.25);
    x.setMaximumCategoryLabelLines(1);
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMaximumBarWidth(0.1);
    renderer.setSeriesPaint(0, Look.colour(0));
    CategoryPlot plot = new CategoryPlot(data, x, y, renderer);
    Look.ground(plot);
    plot.setRangeGridlinePaint(Look.PALE);
    plot.setRangeGridlineStroke(Look.THIN);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    Look.draw(Look.chart(null, plot, false), g, width(), height());
  }
}
