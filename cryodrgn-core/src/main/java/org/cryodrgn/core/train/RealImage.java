package org.cryodrgn.core.train;

import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.fourier.Hartley2d;

/**
 * The real image that a convolutional encoder sees: centred, phase-flipped, and scaled so that
 * Hartley values of unit variance give pixels of unit variance. Holds work space: one for each
 * thread.
 */
final class RealImage {

  private final int box;
  private final Hartley2d hartley;
  private final float[] flipped;
  private final float[] transform;

  RealImage(int box) {
    this.box = box;
    hartley = new Hartley2d(box);
    flipped = new float[(box + 1) * (box + 1)];
    transform = new float[box * box];
  }

  /**
   * @param hartleyValues of the centred image, (D+1) x (D+1)
   * @param ctf as many
   * @return D x D, valid until the next call
   */
  float[] of(float[] hartleyValues, float[] ctf) {
    for (int i = 0; i < flipped.length; i++) {
      flipped[i] = hartleyValues[i] * Math.signum(ctf[i]) * box;
    }
    Hartley.fold(flipped, box, transform);
    hartley.inverse(transform, 0, transform, 0);
    return transform;
  }
}
