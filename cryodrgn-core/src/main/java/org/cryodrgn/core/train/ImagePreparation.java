package org.cryodrgn.core.train;

import org.cryodrgn.core.preprocess.PreprocessMark;

/**
 * How real images become training data.
 *
 * @param window whether a circular window is applied
 * @param windowRadius its inner radius as a fraction of D/2
 * @param invert whether the sign is inverted, which light-on-dark images need
 * @param mean subtracted from the Hartley transform
 * @param standardDeviation that the transform is divided by
 */
public record ImagePreparation(
    boolean window, double windowRadius, boolean invert, double mean, double standardDeviation) {

  /**
   * What is left to do with images that {@code preprocess} may have prepared before: no step is
   * done twice, and the log says which are left out.
   *
   * @param norm mean and standard deviation
   */
  public static ImagePreparation after(
      PreprocessMark mark, boolean window, double windowRadius, boolean invert, double[] norm) {
    return new ImagePreparation(
        mark.leavesWindow(window), windowRadius, mark.leavesInversion(invert), norm[0], norm[1]);
  }
}
