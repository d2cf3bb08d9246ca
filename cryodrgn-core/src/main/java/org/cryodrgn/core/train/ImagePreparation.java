package org.cryodrgn.core.train;

import org.cryodrgn.core.preprocess.PreprocessMark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(ImagePreparation.class);

  /**
   * What is left to do with images that {@code preprocess} may have prepared before: no step is
   * done twice, and the log says which are left out.
   *
   * @param norm mean and standard deviation
   */
  public static ImagePreparation after(
      PreprocessMark mark, boolean window, double windowRadius, boolean invert, double[] norm) {
    if (window && mark.windowed()) {
      LOG.info("The stack is windowed already: no window is applied");
    }
    if (invert && mark.inverted()) {
      LOG.info("The stack is inverted already: the sign is left as it is");
    }
    return new ImagePreparation(
        window && !mark.windowed(), windowRadius, invert && !mark.inverted(), norm[0], norm[1]);
  }
}
