package org.cryodrgn.analysis.plot;

import java.awt.Graphics2D;
import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.Range;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** How often values occur, in 60 even bins over their whole range. */
public final class HistogramPlot implements Figure {

  private static final int BINS = 60;

  private final String xLabel;
  private final String yLabel;
  private final float[] values;

  /**
   * @param xLabel what is counted, with its unit
   * @param yLabel of what there is a number in each bin
   * @param values those that are not finite are left out
   */
  public HistogramPlot(String xLabel, String yLabel, float[] values) {
    this.xLabel = xLabel;
    this.yLabel = yLabel;
    this.values = values;
  }

  /** The count of each of {@code bins} even parts of the range; values outside count nowhere. */
  static int[] count(float[] values, Range range, int bins) {
    int[] counts = new int[bins];
    for (float value : values) {
      double place = (value - range.getLowerBound()) / range.getLength() * bins;
      if (place >= 0 && place <= bins) {
        counts[Math.min(bins - 1, (int) place)]++;
      }
    }
    return counts;
  }

  @Override
  public void draw(Graphics2D g) {
    Range range = Frame.around(List.of(values));
    int[] counts = count(values, range, BINS);
    XYIntervalSeries series = new XYIntervalSeries(yLabel);
    double width = range.getLength() / BINS;
    for (int i = 0; i < BINS; i++) {
      double left = range.getLowerBound() + i * width;
      series.add(left + width / 2, left, left + width, counts[i], 0, counts[i]);
    }
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    data.addSeries(series);
    XYBarRenderer renderer = new XYBarRenderer(0.05);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, Look.colour(0));
    NumberAxis x = Look.axis(xLabel);
    x.setRange(range);
    NumberAxis y = Look.axis(yLabel);
    y.setAutoRangeIncludesZero(true);
    XYPlot plot = new XYPlot(data, x, y, renderer);
    Look.dress(plot);
    Look.draw(Look.chart(null, plot, false), g, width(), height());
  }
}
