package org.cryodrgn.core.train;

/**
 * How the images of a run are to be used.
 *
 * @param invert whether their sign is inverted
 * @param window whether they are windowed
 * @param windowRadius inner radius of the window as a fraction of D/2
 * @param norm mean and standard deviation of their Hartley transforms; null to measure them
 * @param lazy whether they are read again in every epoch instead of held in memory
 */
public record ImageSettings(
    boolean invert, boolean window, double windowRadius, double[] norm, boolean lazy) {

  /** The same images with a known scale, read when they are needed. */
  ImageSettings streamedWith(double[] known) {
    return new ImageSettings(invert, window, windowRadius, known, true);
  }
}
