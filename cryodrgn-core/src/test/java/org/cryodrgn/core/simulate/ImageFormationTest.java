package org.cryodrgn.core.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cryodrgn.core.geometry.Rotations;
import org.junit.jupiter.api.Test;

class ImageFormationTest {

  private static final int BOX = 16;
  private static final double PIXEL_SIZE = 3.5;
  private static final double SIGMA = 2.5;
  private static final double[] IDENTITY = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  /** More than are summed at once, and no multiple of four. */
  private final Residues residues = blob(101);

  private static Residues blob(int count) {
    SplittableRandom random = new SplittableRandom(5);
    Residues residues = new Residues(count);
    for (int i = 0; i < count; i++) {
      residues.add(
          8 * random.nextGaussian(),
          6 * random.nextGaussian(),
          7 * random.nextGaussian(),
          0.5 + random.nextDouble());
    }
    return residues;
  }

  /**
   * The closed form, summed in double precision: real and imaginary part at (kx, ky, kz) / (n a).
   */
  private static double[] exact(Residues residues, double kx, double ky, double kz) {
    double unit = 1 / (BOX * PIXEL_SIZE);
    double envelope =
        Math.exp(
            -2 * Math.PI * Math.PI * SIGMA * SIGMA * unit * unit * (kx * kx + ky * ky + kz * kz));
    double[] sum = new double[2];
    for (int i = 0; i < residues.count; i++) {
      double phase =
          -2 * Math.PI * unit * (kx * residues.x[i] + ky * residues.y[i] + kz * residues.z[i]);
      sum[0] += envelope * residues.weight[i] * Math.cos(phase);
      sum[1] += envelope * residues.weight[i] * Math.sin(phase);
    }
    return sum;
  }

  /** The discrete Fourier transform of an image with its origin at D/2, at one frequency. */
  private static double[] transform(float[] image, int kx, int ky) {
    double[] sum = new double[2];
    for (int y = 0; y < BOX; y++) {
      for (int x = 0; x < BOX; x++) {
        double phase = -2 * Math.PI * (kx * (x - BOX / 2) + ky * (y - BOX / 2)) / BOX;
        sum[0] += image[y * BOX + x] * Math.cos(phase);
        sum[1] += image[y * BOX + x] * Math.sin(phase);
      }
    }
    return sum;
  }

  private float[] image(int padded, double[] rotation, double shiftX, double shiftY) {
    var formation = new ImageFormation(BOX, padded, PIXEL_SIZE, SIGMA, residues.count);
    float[] transfer = new float[formation.transform().planeSize()];
    Arrays.fill(transfer, -1);
    float[] image = new float[BOX * BOX];
    formation.image(residues, rotation, new double[] {shiftX, shiftY}, 0, transfer, image, 0);
    return image;
  }

  @Test
  void transformOfTheMapIsTheClosedForm() {
    float[] map = new GaussianTransform(BOX, PIXEL_SIZE, SIGMA).volume(residues, 2);
    for (int[] k : new int[][] {{0, 0, 0}, {3, -2, 5}, {-1, 4, -7}, {0, -6, 2}, {7, 7, -7}}) {
      double[] sum = new double[2];
      for (int i = 0; i < map.length; i++) {
        int x = i % BOX - BOX / 2;
        int y = i / BOX % BOX - BOX / 2;
        int z = i / BOX / BOX - BOX / 2;
        double phase = -2 * Math.PI * (k[0] * x + k[1] * y + k[2] * z) / BOX;
        sum[0] += map[i] * Math.cos(phase);
        sum[1] += map[i] * Math.sin(phase);
      }
      double[] expected = exact(residues, k[0], k[1], k[2]);
      assertEquals(2 * expected[0], sum[0], 1e-3);
      assertEquals(2 * expected[1], sum[1], 1e-3);
    }
  }

  @Test
  void transformOfAnImageIsTheCentralSliceOfTheMap() {
    double[] rotation = new double[9];
    Rotations.fromRelion(40, 70, -110, rotation, 0);
    float[] image = image(BOX, rotation, 0, 0);
    for (int[] k : new int[][] {{0, 0}, {1, 0}, {0, 1}, {3, -2}, {-5, 4}, {7, -7}}) {
      double[] expected =
          exact(
              residues,
              k[0] * rotation[0] + k[1] * rotation[3],
              k[0] * rotation[1] + k[1] * rotation[4],
              k[0] * rotation[2] + k[1] * rotation[5]);
      double[] found = transform(image, k[0], k[1]);
      assertEquals(expected[0], found[0], 1e-3);
      assertEquals(expected[1], found[1], 1e-3);
    }
  }

  @Test
  void imageDoesNotDependOnTheOneBefore() {
    var formation = new ImageFormation(BOX, BOX, PIXEL_SIZE, SIGMA, residues.count);
    float[] transfer = new float[formation.transform().planeSize()];
    Arrays.fill(transfer, -1);
    float[] images = new float[2 * BOX * BOX];
    for (int i = 0; i < 2; i++) {
      formation.image(residues, IDENTITY, new double[2], 0, transfer, images, i * BOX * BOX);
    }
    assertArrayEquals(
        Arrays.copyOf(images, BOX * BOX), Arrays.copyOfRange(images, BOX * BOX, images.length));
  }

  @Test
  void unrotatedImageIsTheMapSummedAlongZ() {
    float[] map = new GaussianTransform(BOX, PIXEL_SIZE, SIGMA).volume(residues, 1);
    float[] image = image(BOX, IDENTITY, 0, 0);
    for (int p = 0; p < BOX * BOX; p++) {
      double sum = 0;
      for (int z = 0; z < BOX; z++) {
        sum += map[z * BOX * BOX + p];
      }
      assertEquals(sum, image[p], 1e-4);
    }
  }

  @Test
  void shiftMovesTheParticleBackToTheCentre() {
    float[] centred = image(BOX, IDENTITY, 0, 0);
    float[] shifted = image(BOX, IDENTITY, 3.0 / BOX, -2.0 / BOX);
    for (int y = 2; y < BOX - 2; y++) {
      for (int x = 3; x < BOX - 3; x++) {
        assertEquals(centred[y * BOX + x], shifted[(y + 2) * BOX + x - 3], 1e-4);
      }
    }
  }

  @Test
  void largerBoxIsCroppedAboutTheOrigin() {
    float[] plain = image(BOX, IDENTITY, 0, 0);
    float[] cropped = image(2 * BOX, IDENTITY, 0, 0);
    double largest = 0;
    double difference = 0;
    for (int p = 0; p < plain.length; p++) {
      largest = Math.max(largest, Math.abs(plain[p]));
      difference = Math.max(difference, Math.abs(plain[p] - cropped[p]));
    }
    assertTrue(difference < 0.02 * largest, difference + " of " + largest);
  }
}
