package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/** Figures side by side, row by row, all reduced alike; a legend below for all of them. */
public final class PanelGrid implements Figure {

  private static final int LEGEND_COLUMN = 96;
  private static final int LEGEND_ROW = 20;
  private static final int MARGIN = 12;

  private record Key(String name, Color colour) {}

  private final int columns;
  private final double scale;
  private final List<Figure> panels = new ArrayList<>();
  private final List<Key> legend = new ArrayList<>();

  /**
   * @param columns how many figures stand in a row
   * @param scale their size here over their own
   */
  public PanelGrid(int columns, double scale) {
    this.columns = columns;
    this.scale = scale;
  }

  /** As many columns as rows, or one more, for a number of figures. */
  public static PanelGrid square(int figures, double scale) {
    return new PanelGrid(Math.max(1, (int) Math.ceil(Math.sqrt(figures))), scale);
  }

  /** Adds a figure. */
  public PanelGrid add(Figure figure) {
    panels.add(figure);
    return this;
  }

  /** Adds a line to the legend. */
  public PanelGrid legend(String name, Color colour) {
    legend.add(new Key(name, colour));
    return this;
  }

  @Override
  public int width() {
    return Math.min(columns, panels.size()) * cellWidth();
  }

  @Override
  public int height() {
    int below = legend.isEmpty() ? 0 : MARGIN + legendRows() * LEGEND_ROW;
    return (panels.size() + columns - 1) / columns * cellHeight() + below;
  }

  @Override
  public void draw(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width(), height());
    for (int i = 0; i < panels.size(); i++) {
      AffineTransform before = g.getTransform();
      Shape clip = g.getClip();
      g.translate(i % columns * cellWidth(), i / columns * cellHeight());
      g.scale(scale, scale);
      panels.get(i).draw(g);
      g.setTransform(before);
      g.setClip(clip);
    }
    drawLegend(g, height() - legendRows() * LEGEND_ROW - MARGIN / 2);
  }

  private void drawLegend(Graphics2D g, int top) {
    g.setFont(Look.font(12));
    FontMetrics metrics = g.getFontMetrics();
    for (int i = 0; i < legend.size(); i++) {
      int x = MARGIN + i % legendColumns() * LEGEND_COLUMN;
      int middle = top + i / legendColumns() * LEGEND_ROW + LEGEND_ROW / 2;
      g.setColor(legend.get(i).colour);
      g.setStroke(Look.LINE);
      g.draw(new Line2D.Double(x, middle, x + 20, middle));
      g.setColor(Look.INK);
      g.drawString(legend.get(i).name, x + 26f, middle + metrics.getAscent() * 0.36f);
    }
  }

  private int legendColumns() {
    return Math.max(1, (width() - MARGIN) / LEGEND_COLUMN);
  }

  private int legendRows() {
    return (legend.size() + legendColumns() - 1) / legendColumns();
  }

  private int cellWidth() {
    return (int) Math.ceil(scale * panels.stream().mapToInt(Figure::width).max().orElse(1));
  }

  private int cellHeight() {
    return (int) Math.ceil(scale * panels.stream().mapToInt(Figure::height).max().orElse(1));
  }
}
