package org.cryodrgn.cli.option;

import picocli.CommandLine.Option;

/** How real images are used. */
public final class ImageOptions {

  @Option(
      names = "--uninvert-data",
      description = "Do not invert the sign: the images are dark on light")
  private boolean uninverted;

  @Option(names = "--no-window", description = "Do not window the images")
  private boolean unwindowed;

  @Option(
      names = "--window-r",
      paramLabel = "R",
      description = "Inner radius of the window, a fraction of half the box")
  private double windowRadius = 0.85;

  /** Whether the sign is inverted. */
  public boolean invert() {
    return !uninverted;
  }

  /** Whether the images are windowed. */
  public boolean window() {
    return !unwindowed;
  }

  /** Inner radius of the window as a fraction of D/2. */
  public double windowRadius() {
    return windowRadius;
  }
}
