package org.cryodrgn.analysis.plot;

import java.awt.geom.Path2D;

/**
 * Counts of points in regular hexagons (Carr et al., JASA 1987, 82:424): the centres are two
 * rectangular lattices, the second shifted by half a cell, and a point belongs to the nearer
 * centre. Sizes are points of the figure; a hexagon stands on a corner.
 */
final class HexBins {

  /** Told each hexagon that holds a point. */
  interface Visitor {
    void bin(double centreX, double centreY, int count);
  }

  private final Frame frame;
  private final double step;
  private final double rise;
  private final int columns;
  private final int rows;
  private final int[][] counts;

  /**
   * @param step the width of a hexagon, points
   */
  HexBins(Frame frame, double step, float[] x, float[] y) {
    this.frame = frame;
    this.step = step;
    this.rise = step * Math.sqrt(3);
    this.columns = (int) Math.ceil(frame.area().getWidth() / step) + 2;
    this.rows = (int) Math.ceil(frame.area().getHeight() / rise) + 2;
    this.counts = new int[2][columns * rows];
    for (int i = 0; i < x.length; i++) {
      add(frame.px(x[i]) - frame.area().getX(), frame.py(y[i]) - frame.area().getY());
    }
  }

  private void add(double px, double py) {
    if (!(px >= 0 && py >= 0 && px <= frame.area().getWidth() && py <= frame.area().getHeight())) {
      return;
    }
    int i = (int) Math.round(px / step);
    int j = (int) Math.round(py / rise);
    int k = (int) Math.floor(px / step);
    int l = (int) Math.floor(py / rise);
    double first = square(px - i * step) + square(py - j * rise);
    double second = square(px - (k + 0.5) * step) + square(py - (l + 0.5) * rise);
    if (first <= second) {
      counts[0][j * columns + i]++;
    } else {
      counts[1][l * columns + k]++;
    }
  }

  /** The greatest count. */
  int greatest() {
    int greatest = 0;
    for (int[] lattice : counts) {
      for (int count : lattice) {
        greatest = Math.max(greatest, count);
      }
    }
    return greatest;
  }

  /** Tells every hexagon that is not empty, its centre in points of the figure. */
  void forEach(Visitor visitor) {
    for (int lattice = 0; lattice < 2; lattice++) {
      for (int cell = 0; cell < columns * rows; cell++) {
        if (counts[lattice][cell] > 0) {
          double column = cell % columns + 0.5 * lattice;
          double row = cell / columns + 0.5 * lattice;
          visitor.bin(
              frame.area().getX() + column * step,
              frame.area().getY() + row * rise,
              counts[lattice][cell]);
        }
      }
    }
  }

  /** The outline of the hexagon around a centre. */
  Path2D hexagon(double x, double y) {
    double half = step / 2;
    double corner = step / Math.sqrt(3);
    Path2D path = new Path2D.Double();
    path.moveTo(x, y - corner);
    path.lineTo(x + half, y - corner / 2);
    path.lineTo(x + half, y + corner / 2);
    path.lineTo(x, y + corner);
    path.lineTo(x - half, y + corner / 2);
    path.lineTo(x - half, y - corner / 2);
    path.closePath();
    return path;
  }

  private static double square(double value) {
    return value * value;
  }
}
