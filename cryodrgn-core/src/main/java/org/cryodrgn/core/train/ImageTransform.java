package org.cryodrgn.core.train;

import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.fourier.Hartley2d;
import org.cryodrgn.core.fourier.Window;

/**
 * Real images to normalised Hartley values: window, sign, centred transform, scale, selection of
 * pixels. Holds work space: one for each thread.
 */
final class ImageTransform {

  private final ImagePreparation preparation;
  private final float[] factor;
  private final Hartley2d hartley;
  private final int[] places;
  private final float[] image;
  private final float[] transform;

  ImageTransform(ImagePixels pixels, ImagePreparation preparation) {
    this.preparation = preparation;
    int box = pixels.box();
    factor =
        Window.signed(box, preparation.window(), preparation.windowRadius(), preparation.invert());
    hartley = new Hartley2d(box);
    places = Hartley.symmetricSource(pixels.stored(), box);
    image = new float[box * box];
    transform = new float[box * box];
  }

  /**
   * @param images real images, one after another, D x D
   * @param from first value of the image
   * @param values where its pixels go
   * @param to first value there
   */
  void apply(float[] images, int from, float[] values, int to) {
    for (int i = 0; i < image.length; i++) {
      image[i] = images[from + i] * factor[i];
    }
    hartley.forward(image, 0, transform, 0);
    double mean = preparation.mean();
    double scale = 1 / preparation.standardDeviation();
    for (int i = 0; i < places.length; i++) {
      values[to + i] = (float) ((transform[places[i]] - mean) * scale);
    }
  }
}
