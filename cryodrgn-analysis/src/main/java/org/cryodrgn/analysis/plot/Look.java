package org.cryodrgn.analysis.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** What all figures have in common: colours, fonts, axes. */
final class Look {

  static final Color INK = new Color(0x26, 0x26, 0x26);
  static final Color PALE = new Color(0xE4, 0xE4, 0xE4);
  static final Color MUTED = new Color(0x9A, 0x9A, 0x9A);

  /** Okabe and Ito's colours (2008), the yellow last as it is weak on white. */
  private static final int[] PALETTE = {
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000, 0xF0E442
  };

  /** How many colours there are. */
  static final int COLOURS = PALETTE.length;

  static final Stroke THIN = new BasicStroke(0.8f);
  static final Stroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final Stroke DASHED =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {5f, 4f}, 0f);

  private Look() {}

  /** The colour of the i-th series, repeating. */
  static Color colour(int i) {
    return new Color(PALETTE[Math.floorMod(i, PALETTE.length)]);
  }

  static Font font(float size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(size);
  }

  static Font bold(float size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont(size);
  }

  /** A linear axis with round ticks that need not begin at zero. */
  static NumberAxis axis(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(false);
    axis.setStandardTickUnits(ticks());
    dress(axis);
    return axis;
  }

  static void dress(ValueAxis axis) {
    axis.setLabelFont(font(15));
    axis.setTickLabelFont(font(12));
    axis.setLabelPaint(INK);
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(INK);
    axis.setTickMarkPaint(INK);
    axis.setTickMarkOutsideLength(4);
    axis.setTickMarkInsideLength(0);
    // Wide insets keep the ticks few: JFreeChart sets as many as their labels leave room for.
    axis.setTickLabelInsets(new RectangleInsets(8, 8, 8, 8));
    axis.setLabelInsets(new RectangleInsets(0, 0, 0, 0));
  }

  static void dress(XYPlot plot) {
    ground(plot);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setInsets(new RectangleInsets(6, 6, 6, 12));
  }

  static void ground(Plot plot) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(null);
    plot.setNoDataMessage(null);
  }

  /** The chart around a plot; a title or null, and a legend only where asked for. */
  static JFreeChart chart(String title, Plot plot, boolean legend) {
    JFreeChart chart = new JFreeChart(title, bold(16), plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(4, 4, 4, 4));
    if (title != null) {
      chart.getTitle().setPaint(INK);
    }
    if (legend) {
      LegendTitle box = new LegendTitle(plot);
      box.setItemFont(font(12));
      box.setItemPaint(INK);
      box.setFrame(BlockBorder.NONE);
      box.setBackgroundPaint(Color.WHITE);
      box.setPosition(RectangleEdge.TOP);
      chart.addLegend(box);
    }
    return chart;
  }

  static void draw(JFreeChart chart, Graphics2D g, int width, int height) {
    chart.draw(g, new Rectangle2D.Double(0, 0, width, height));
  }

  /** Ticks of 1, 2 and 5 times powers of ten, each with the decimals that it needs. */
  private static TickUnits ticks() {
    TickUnits units = new TickUnits();
    for (int power = -12; power <= 12; power++) {
      for (int mantissa : new int[] {1, 2, 5}) {
        units.add(new NumberTickUnit(mantissa * Math.pow(10, power), format(power)));
      }
    }
    return units;
  }

  private static DecimalFormat format(int power) {
    String pattern;
    if (power >= 0 && power < 5) {
      pattern = "#,##0";
    } else if (power < 0 && power >= -5) {
      pattern = "0." + "0".repeat(-power);
    } else {
      pattern = "0.##E0";
    }
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.US));
  }
}
