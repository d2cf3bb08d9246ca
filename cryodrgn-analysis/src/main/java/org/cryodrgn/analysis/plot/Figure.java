package org.cryodrgn.analysis.plot;

import java.awt.Graphics2D;

/** Something to be drawn once, of a fixed size in points; the origin is at the upper left. */
public interface Figure {

  /** The width, points. A PNG has {@link PlotFile#PIXELS_PER_POINT} pixels for each. */
  default int width() {
    return 560;
  }

  /** The height, points. */
  default int height() {
    return 420;
  }

  /** Draws everything within (0, 0) and (width, height), the white ground included. */
  void draw(Graphics2D g);
}
