package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jfree.chart.LegendItem;
import org.jfree.data.Range;

/**
 * A matrix as an image with axes and the key to its grey values: a CTF, a slice, a projection.
 * Every element is a sharp rectangle.
 */
public final class HeatMap implements Figure {

  private static final int SIDE = 470;

  private final float[] values;
  private final int rows;
  private final int columns;
  private String title;
  private String xLabel = "Column (pixels)";
  private String yLabel = "Row (pixels)";
  private String valueLabel = "";
  private Range x;
  private Range y;
  private Scale scale;
  private ColourMap map = ColourMap.GREY;

  /**
   * @param values rows x columns, columns fastest; row 0 is drawn at the bottom, as y grows upwards
   */
  public HeatMap(float[] values, int rows, int columns) {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(
          values.length + " values for " + rows + " x " + columns + " elements");
    }
    this.values = values;
    this.rows = rows;
    this.columns = columns;
    this.x = new Range(-0.5, columns - 0.5);
    this.y = new Range(-0.5, rows - 0.5);
    this.scale = Scale.of(values);
  }

  /** A line above the plot. */
  public HeatMap title(String text) {
    title = text;
    return this;
  }

  /** Names the axes and tells the coordinates of the outer edges, the same for both. */
  public HeatMap axes(String xName, String yName, double low, double high) {
    xLabel = xName;
    yLabel = yName;
    x = new Range(low, high);
    y = x;
    return this;
  }

  /** Names the values and fixes those that are drawn black and white. */
  public HeatMap values(String label, double low, double high) {
    valueLabel = label;
    scale = new Scale(low, high, false);
    return this;
  }

  /** Chooses other colours than grey. */
  public HeatMap colours(ColourMap colours) {
    map = colours;
    return this;
  }

  @Override
  public int width() {
    return SIDE + ColourBar.WIDTH;
  }

  @Override
  public int height() {
    return SIDE;
  }

  @Override
  public void draw(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width(), height());
    Frame.Labels labels = new Frame.Labels(title, xLabel, yLabel, true, new LegendItem[0]);
    Frame frame = Frame.draw(g, new Rectangle(0, 0, SIDE, SIDE), labels, x, y);
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        image.setRGB(
            column, rows - 1 - row, map.rgb(scale.fraction(values[row * columns + column])));
      }
    }
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    Rectangle area = frame.area().getBounds();
    g.drawImage(image, area.x, area.y, area.width, area.height, null);
    ColourBar.draw(g, frame.area().getMaxX() + 12, frame.area(), scale, map, valueLabel);
  }
}
