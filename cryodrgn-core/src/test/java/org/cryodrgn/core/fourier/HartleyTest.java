package org.cryodrgn.core.fourier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.cryodrgn.core.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HartleyTest {

  private static final int BOX = 32;
  private static final double NORM = 33.51873779296875;

  @Test
  void windowIsCryodrgns() {
    Golden.assertClose(Golden.floats("window.npy"), Window.circular(BOX, 0.85, 0.99), 1e-6);
  }

  @Test
  void equalRadiiMakeAHardEdge() {
    float[] window = Window.circular(4, 0.5, 0.5);
    assertArrayEquals(new float[] {0, 0, 1, 0}, Golden.part(window, 4, 4));
    assertArrayEquals(new float[] {0, 1, 1, 1}, Golden.part(window, 8, 4));
  }

  @Test
  void windowedInvertedTransformsAreCryodrgns() {
    float[] images = Golden.part(Golden.mrc("particles.mrcs"), 0, 8 * BOX * BOX);
    float[] window = Window.circular(BOX, 0.85, 0.99);
    for (int i = 0; i < images.length; i++) {
      images[i] *= -window[i % (BOX * BOX)] / (float) NORM;
    }
    Hartley2d hartley = new Hartley2d(BOX);
    for (int i = 0; i < 8; i++) {
      hartley.forward(images, i * BOX * BOX, images, i * BOX * BOX);
    }
    int symmetricSize = (BOX + 1) * (BOX + 1);
    float[] symmetric = new float[8 * symmetricSize];
    for (int i = 0; i < 8; i++) {
      Hartley.symmetrize(images, i * BOX * BOX, BOX, symmetric, i * symmetricSize);
    }
    Golden.assertClose(Golden.floats("hartley_images.npy"), symmetric, 1e-5);
  }

  @Test
  void gatheringThroughTheSourceIsSymmetrizingAndMasking() {
    float[] transform = noise(6 * 6, 1);
    float[] symmetric = new float[7 * 7];
    Hartley.symmetrize(transform, 0, 6, symmetric, 0);
    int[] pixels = {0, 6, 7, 24, 42, 48};
    int[] source = Hartley.symmetricSource(pixels, 6);
    for (int i = 0; i < pixels.length; i++) {
      assertEquals(symmetric[pixels[i]], transform[source[i]]);
    }
  }

  /** Of even and odd boxes: the smallest centres, one that leaves out an edge, and all. */
  @ParameterizedTest
  @ValueSource(ints = {2, 6, 7, 8, 9})
  void centreOfATransformIsItsMiddle(int box) {
    float[] image = noise(box * box, 1);
    Hartley2d hartley = new Hartley2d(box);
    float[] whole = new float[box * box];
    hartley.forward(image, 0, whole, 0);
    for (int kept = 1; kept <= box; kept++) {
      float[] centre = new float[kept * kept];
      hartley.forwardCentre(image, 0, kept, centre);
      int first = box / 2 - kept / 2;
      for (int i = 0; i < centre.length; i++) {
        assertEquals(
            whole[(first + i / kept) * box + first + i % kept], centre[i], box + ", " + kept);
      }
    }
  }

  @Test
  void normalisationIsCryodrgns() {
    float[] images = Golden.mrc("particles.mrcs");
    int count = images.length / (BOX * BOX);
    Normalisation normalisation = new Normalisation(BOX);
    normalisation.add(images, 40, 2);
    normalisation.add(Golden.part(images, 40 * BOX * BOX, (count - 40) * BOX * BOX), count - 40, 1);
    assertEquals(NORM, normalisation.standardDeviation(), 1e-5 * NORM);
  }

  /** Of the nine values of a symmetric transform: {@code numpy.std(values, ddof=1)}. */
  @Test
  void normalisationIsTheDeviationOfASample() {
    Normalisation normalisation = new Normalisation(2);
    normalisation.add(new float[] {1, 2, 3, 5}, 1, 1);
    assertEquals(3.2829526, normalisation.standardDeviation(), 1e-6);
  }

  @Test
  void sampleIsEvenlySpaced() {
    assertEquals(96, Normalisation.sample(96).length);
    assertEquals(1250, Normalisation.sample(2500).length);
    assertEquals(2498, Normalisation.sample(2500)[1249]);
    assertEquals(1251, Normalisation.sample(2501).length);
  }

  /** Against the definition, in double precision, for boxes of every kind of factor. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 8, 14, 15, 21, 22, 25, 26})
  void transformIsTheDefinition(int box) {
    float[] image = noise(box * box, box);
    float[] expected = new float[box * box];
    int half = box / 2;
    for (int j = 0; j < box; j++) {
      for (int i = 0; i < box; i++) {
        double sum = 0;
        for (int y = 0; y < box; y++) {
          for (int x = 0; x < box; x++) {
            double phase = 2 * Math.PI * ((i - half) * (x - half) + (j - half) * (y - half)) / box;
            sum += image[y * box + x] * (Math.cos(phase) + Math.sin(phase));
          }
        }
        expected[j * box + i] = (float) sum;
      }
    }
    new Hartley2d(box).forward(image, 0, image, 0);
    Golden.assertClose(expected, image, 4e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 8, 9})
  void volumeTransformIsTheDefinition(int box) {
    float[] volume = noise(box * box * box, box);
    float[] expected = new float[volume.length];
    int half = box / 2;
    for (int k = 0; k < volume.length; k++) {
      int kx = k % box - half;
      int ky = k / box % box - half;
      int kz = k / box / box - half;
      double sum = 0;
      for (int v = 0; v < volume.length; v++) {
        int x = v % box - half;
        int y = v / box % box - half;
        int z = v / box / box - half;
        double phase = 2 * Math.PI * (kx * x + ky * y + kz * z) / box;
        sum += volume[v] * (Math.cos(phase) + Math.sin(phase));
      }
      expected[k] = (float) sum;
    }
    Hartley.forward3(volume, box, 2);
    Golden.assertClose(expected, volume, 1e-6);
  }

  /** From any origin, for a length of small factors and one that takes a convolution. */
  @ParameterizedTest
  @ValueSource(ints = {5, 27, 211})
  void rowsOfOddLengthAreTheDefinition(int length) {
    int origin = length / 2 + 1;
    float[] row = noise(length + 2, length);
    float[] expected = row.clone();
    for (int k = 0; k < length; k++) {
      double sum = 0;
      for (int x = 0; x < length; x++) {
        double phase = 2 * Math.PI * (k - length / 2) * (x - origin) / length;
        sum += row[1 + x] * (Math.cos(phase) + Math.sin(phase));
      }
      expected[1 + k] = (float) sum;
    }
    new Hartley1d(length, origin).transform(row, 1);
    Golden.assertClose(expected, row, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21})
  void inverseUndoesForward(int box) {
    float[] volume = noise(box * box * box, 3);
    float[] back = volume.clone();
    Hartley.forward3(back, box, 2);
    Hartley.inverse3(back, box, 1);
    Golden.assertClose(volume, back, 1e-6);

    float[] image = noise(box * box, 4);
    float[] transform = new float[box * box];
    Hartley2d hartley = new Hartley2d(box);
    hartley.forward(image, 0, transform, 0);
    hartley.inverse(transform, 0, transform, 0);
    Golden.assertClose(image, transform, 1e-6);
  }

  @Test
  void transformKeepsTheEnergy() {
    float[] image = noise(48 * 48, 5);
    double before = energy(image);
    new Hartley2d(48).forward(image, 0, image, 0);
    assertEquals(before, energy(image) / (48 * 48), 1e-5 * before);
  }

  @Test
  void threadsDoNotChangeAValue() {
    float[] one = noise(16 * 16 * 16, 6);
    float[] many = one.clone();
    Hartley.forward3(one, 16, 1);
    Hartley.forward3(many, 16, 5);
    assertArrayEquals(one, many);
  }

  @Test
  void downsampledStackIsCryodrgns() {
    float[] images = Golden.mrc("particles.mrcs");
    int count = images.length / (BOX * BOX);
    float[] cropped = new float[count * 16 * 16];
    FourierCrop.images(images, count, BOX, 16, cropped, 2);
    Golden.assertClose(Golden.mrc("cli/particles.16.mrcs"), cropped, 1e-5);
  }

  /** A volume of low frequencies only is the same function at fewer points. */
  @Test
  void downsampledVolumeIsTheSameFunction() {
    float[] cropped = FourierCrop.volume(wave(16), 16, 8, 2);
    float[] expected = wave(8);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 8;
    }
    Golden.assertClose(expected, cropped, 1e-6);
  }

  /** The transform of an odd box is symmetric by itself. */
  @Test
  void theSymmetricLayoutOfAnOddBoxIsItsTransform() {
    float[] transform = noise(5 * 5, 8);
    float[] symmetric = new float[25];
    float[] folded = new float[25];
    Hartley.symmetrize(transform, 0, 5, symmetric, 0);
    Hartley.fold(symmetric, 5, folded);
    assertArrayEquals(transform, symmetric);
    assertArrayEquals(transform, folded);
  }

  /** A wide Gaussian on the pixel after the middle, (25, 25), comes to lie on (12, 12). */
  @Test
  void downsampledOddBoxKeepsAGaussianOnItsOrigin() {
    float[] images = new float[2 * 49 * 49];
    System.arraycopy(gaussian(49, 25, 4, 1), 0, images, 49 * 49, 49 * 49);
    float[] cropped = new float[2 * 24 * 24];
    FourierCrop.images(images, 2, 49, 24, cropped, 2);
    double ratio = 49 / 24.0;
    Golden.assertClose(
        gaussian(24, 12, 4 / ratio, ratio * ratio), Golden.part(cropped, 24 * 24, 24 * 24), 1e-6);
  }

  private static float[] gaussian(int box, int centre, double deviation, double height) {
    float[] image = new float[box * box];
    for (int i = 0; i < image.length; i++) {
      double radius = Math.hypot(i % box - centre, i / box - centre) / deviation;
      image[i] = (float) (height * Math.exp(-radius * radius / 2));
    }
    return image;
  }

  /** As {@link #downsampledVolumeIsTheSameFunction}, about voxel 8 of 15 and 4 of 8. */
  @Test
  void downsampledOddVolumeIsTheSameFunction() {
    float[] cropped = FourierCrop.volume(waveAbout(15, 8), 15, 8, 2);
    float[] expected = waveAbout(8, 4);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 15 * 15 * 15 / 512f;
    }
    Golden.assertClose(expected, cropped, 1e-6);
  }

  private static float[] waveAbout(int box, int origin) {
    float[] volume = new float[box * box * box];
    for (int v = 0; v < volume.length; v++) {
      double x = (v % box - origin) / (double) box;
      double y = (v / box % box - origin) / (double) box;
      double z = (v / box / box - origin) / (double) box;
      volume[v] = (float) (1 + Math.sin(2 * Math.PI * (x + 2 * y)) + Math.cos(6 * Math.PI * z));
    }
    return volume;
  }

  @Test
  void theScaleOfOddAndTheCropToLargerBoxesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Normalisation(7));
    assertThrows(IllegalArgumentException.class, () -> FourierCrop.centre(new float[64], 4, 6));
    assertThrows(IllegalArgumentException.class, () -> Hartley.forward3(new float[65], 4, 1));
  }

  private static float[] wave(int box) {
    float[] volume = new float[box * box * box];
    for (int v = 0; v < volume.length; v++) {
      double x = v % box / (double) box;
      double y = v / box % box / (double) box;
      double z = v / box / box / (double) box;
      volume[v] = (float) (1 + Math.sin(2 * Math.PI * (x + 2 * y)) + Math.cos(2 * Math.PI * 3 * z));
    }
    return volume;
  }

  private static double energy(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static float[] noise(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
