package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.fourier.Hartley2d;
import org.junit.jupiter.api.Test;

class RealImageTest {

  private static final int BOX = 16;

  /**
   * A CTF of -1 at every other frequency is undone, and Hartley values of unit variance stay so.
   */
  @Test
  void isThePhaseFlippedImageAtUnitVariance() {
    float[] image = new float[BOX * BOX];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    float[] transform = new float[BOX * BOX];
    new Hartley2d(BOX).forward(image, 0, transform, 0);
    float[] symmetric = new float[(BOX + 1) * (BOX + 1)];
    Hartley.symmetrize(transform, 0, BOX, symmetric, 0);
    float[] ctf = new float[symmetric.length];
    for (int i = 0; i < ctf.length; i++) {
      ctf[i] = i % 2 == 0 ? 0.5f : -0.25f;
      // White noise of unit variance has transforms of deviation D.
      symmetric[i] *= Math.signum(ctf[i]) / BOX;
    }
    float[] seen = new RealImage(BOX).of(symmetric, ctf);
    for (int i = 0; i < image.length; i++) {
      assertEquals(image[i], seen[i], 1e-4);
    }
  }
}
