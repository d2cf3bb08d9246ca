package org.cryodrgn.core.fourier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.lattice.Lattice;
import org.cryodrgn.io.poses.PoseFile;
import org.junit.jupiter.api.Test;

class HartleyShiftTest {

  @Test
  void shiftedImagesAreCryodrgns() {
    float[] images = Golden.floats("hartley_images.npy");
    float[] shifts = Golden.floats("translations_px.npy");
    int size = 33 * 33;
    HartleyShift shift = new HartleyShift(new Lattice(33, 0.5).pixels(), 32);
    for (int i = 0; i < 8; i++) {
      shift.shift(images, i * size, shifts[2 * i], shifts[2 * i + 1], images, i * size);
    }
    Golden.assertClose(Golden.floats("translated_images.npy"), images, 1e-5);
  }

  /** cryoDRGN multiplies a pose's fraction by the side of the lattice, not by the box. */
  @Test
  void shiftsInPixelsAreCryodrgns() {
    float[] expected = Golden.floats("translations_px.npy");
    double[] fractions = PoseFile.read(Golden.file("poses.pkl")).translations();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], HartleyShift.pixels(fractions[i], 32), 1e-6);
    }
  }

  @Test
  void maskedShiftIsTheFullOneMasked() {
    float[] image = Golden.part(Golden.floats("hartley_images.npy"), 0, 33 * 33);
    Lattice lattice = new Lattice(33, 0.5);
    int[] mask = lattice.circularMask(16);
    float[] masked = new float[mask.length];
    for (int k = 0; k < mask.length; k++) {
      masked[k] = image[mask[k]];
    }
    new HartleyShift(mask, 32).shift(masked, 0, 1.3, -2.7, masked, 0);
    new HartleyShift(lattice.pixels(), 32).shift(image, 0, 1.3, -2.7, image, 0);
    for (int k = 0; k < mask.length; k++) {
      assertEquals(image[mask[k]], masked[k], 1e-6);
    }
  }

  /** A whole number of pixels rolls the image, without the edge frequencies that have no sign. */
  @Test
  void wholePixelsRollTheImage() {
    int box = 16;
    float[] image = bandLimited(box);
    float[] transform = new float[box * box];
    new Hartley2d(box).forward(image, 0, transform, 0);
    float[] symmetric = new float[17 * 17];
    Hartley.symmetrize(transform, 0, box, symmetric, 0);
    new HartleyShift(new Lattice(17, 0.5).pixels(), box).shift(symmetric, 0, 3, -2, symmetric, 0);
    for (int y = 0; y < box; y++) {
      System.arraycopy(symmetric, y * 17, transform, y * box, box);
    }
    new Hartley2d(box).inverse(transform, 0, transform, 0);
    for (int y = 0; y < box; y++) {
      for (int x = 0; x < box; x++) {
        float moved = image[((y + 2) % box) * box + (x - 3 + box) % box];
        assertEquals(moved, transform[y * box + x], 1e-5);
      }
    }
  }

  /** No frequency of an odd box lacks its negative. */
  @Test
  void wholePixelsRollAnyImageOfAnOddBox() {
    int box = 15;
    float[] image = new float[box * box];
    Random random = new Random(8);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    float[] moved = new float[box * box];
    Hartley2d hartley = new Hartley2d(box);
    hartley.forward(image, 0, moved, 0);
    int[] all = IntStream.range(0, box * box).toArray();
    new HartleyShift(all, box).shift(moved, 0, 3, -2, moved, 0);
    hartley.inverse(moved, 0, moved, 0);
    for (int i = 0; i < moved.length; i++) {
      int from = (i / box + 2) % box * box + (i % box - 3 + box) % box;
      assertEquals(image[from], moved[i], 1e-5);
    }
  }

  @Test
  void pixelsWithoutMirrorAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new HartleyShift(new int[] {1, 2}, 4));
  }

  private static float[] bandLimited(int box) {
    Random random = new Random(7);
    float[] image = new float[box * box];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    Hartley2d hartley = new Hartley2d(box);
    hartley.forward(image, 0, image, 0);
    for (int i = 0; i < box; i++) {
      image[i] = 0;
      image[i * box] = 0;
    }
    hartley.inverse(image, 0, image, 0);
    return image;
  }
}
