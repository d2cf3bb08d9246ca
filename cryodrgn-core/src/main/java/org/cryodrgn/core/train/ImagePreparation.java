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
record ImagePreparation(
    boolean window, double windowRadius, boolean invert, double mean, double standardDeviation) {

  /**
   * What is left to do with images that {@code preprocess} may have prepared before: no step is
   * done twice, and the log says which are left out.
   *
   * @param settings with the norm
   */
  static ImagePreparation after(PreprocessMark mark, ImageSettings settings) {
    return new ImagePreparation(
        mark.leavesWindow(settings.window()),
        settings.windowRadius(),
        mark.leavesInversion(settings.invert()),
        settings.norm()[0],
        settings.norm()[1]);
  }
}
