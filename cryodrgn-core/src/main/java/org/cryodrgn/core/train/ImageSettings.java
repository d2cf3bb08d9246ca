package org.cryodrgn.core.train;

/**
 * How the images of a run are to be used.
 *
 * @param invert whether their sign is inverted
 * @param window whether they are windowed
 * @param windowRadius inner radius of the window as a fraction of D/2
 * @param norm mean and standard deviation of their Hartley transforms; null to measure them
 */
public record ImageSettings(boolean invert, boolean window, double windowRadius, double[] norm) {

  /** The same images with a known scale. */
  ImageSettings withNorm(double[] known) {
    return new ImageSettings(invert, window, windowRadius, known);
  }
}
