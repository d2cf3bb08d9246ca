package org.cryodrgn.core.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.core.Golden;
import org.cryodrgn.core.lattice.Lattice;
import org.junit.jupiter.api.Test;

class RotationsTest {

  /** The first rows of golden/particles.star (rot, tilt, psi) beside golden/rotations.npy. */
  private static final double[][] EULER = {
    {65.603948, 101.952619, -107.218885},
    {171.967851, 93.196094, 50.188186},
    {65.334803, 142.490637, -32.030213},
    {-55.074734, 149.595080, 164.567426},
    {-24.333402, 147.585040, 101.011795},
    {26.284515, 121.454337, 119.192487},
    {142.349586, 40.951942, 178.558602},
    {8.243116, 118.299760, 47.952075},
  };

  /** The same particles' rotation vectors in golden/particles.cs. */
  private static final float[][] VECTORS = {
    {-1.8059521913528442f, 0.11325961351394653f, -0.5209585428237915f},
    {1.7308862209320068f, -0.9638012647628784f, -1.7482314109802246f},
    {-1.8803004026412964f, 1.6529016494750977f, 0.24359531700611115f},
    {2.6061947345733643f, -0.9393711686134338f, 0.6147456169128418f},
    {2.3607540130615234f, 1.219906210899353f, 0.47913065552711487f},
    {1.8214620351791382f, 1.7312852144241333f, 1.3452074527740479f},
    {-0.22632068395614624f, -0.6922445297241211f, -0.6525380611419678f},
    {0.7201789617538452f, 1.9944218397140503f, 0.5965211391448975f},
  };

  @Test
  void relionAnglesGiveCryodrgnsMatrices() {
    float[] expected = Golden.floats("rotations.npy");
    double[] matrix = new double[9];
    for (int i = 0; i < EULER.length; i++) {
      Rotations.fromRelion(EULER[i][0], EULER[i][1], EULER[i][2], matrix, 0);
      assertClose(Golden.part(expected, 9 * i, 9), matrix);
    }
  }

  @Test
  void cryosparcVectorsGiveCryodrgnsMatrices() {
    float[] expected = Golden.floats("rotations.npy");
    double[] matrix = new double[9];
    for (int i = 0; i < VECTORS.length; i++) {
      Rotations.fromCryosparc(VECTORS[i][0], VECTORS[i][1], VECTORS[i][2], matrix, 0);
      assertClose(Golden.part(expected, 9 * i, 9), matrix);
    }
  }

  @Test
  void zeroVectorIsTheIdentity() {
    double[] matrix = new double[9];
    Rotations.fromCryosparc(0, 0, 0, matrix, 0);
    assertArrayEquals(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, matrix, 0);
  }

  @Test
  void relionAnglesComeBack() {
    double[] matrix = new double[9];
    double[] angles = new double[3];
    for (double[] euler : EULER) {
      Rotations.fromRelion(euler[0], euler[1], euler[2], matrix, 0);
      Rotations.toRelion(matrix, 0, angles, 0);
      double[] again = new double[9];
      Rotations.fromRelion(angles[0], angles[1], angles[2], again, 0);
      assertArrayEquals(matrix, again, 1e-12);
      assertEquals(euler[1], angles[1], 1e-9);
    }
    Rotations.fromRelion(30, 0, 45, matrix, 0);
    Rotations.toRelion(matrix, 0, angles, 0);
    assertArrayEquals(new double[] {0, 0, 75}, angles, 1e-9);
    Rotations.fromRelion(30, 180, 45, matrix, 0);
    Rotations.toRelion(matrix, 0, angles, 0);
    assertArrayEquals(new double[] {0, 180, 15}, angles, 1e-9);
  }

  /** Rotations about one axis add their angles. */
  @Test
  void rotationsCompose() {
    double[] a = new double[9];
    double[] b = new double[9];
    double[] sum = new double[9];
    Rotations.fromCryosparc(0.1f, 0.2f, -0.3f, a, 0);
    Rotations.fromCryosparc(0.2f, 0.4f, -0.6f, b, 0);
    Rotations.fromCryosparc(0.3f, 0.6f, -0.9f, sum, 0);
    double[] product = new double[9];
    for (int i = 0; i < 9; i++) {
      for (int k = 0; k < 3; k++) {
        product[i] += a[i / 3 * 3 + k] * b[3 * k + i % 3];
      }
    }
    assertArrayEquals(sum, product, 2e-7);
  }

  @Test
  void onlyRotationsAreRotations() {
    double[] matrix = new double[10];
    Rotations.fromRelion(10, 20, 30, matrix, 1);
    assertTrue(Rotations.isRotation(matrix, 1, 1e-12));
    matrix[3] += 1e-3;
    assertFalse(Rotations.isRotation(matrix, 1, 1e-4));
    matrix[3] = Double.NaN;
    assertFalse(Rotations.isRotation(matrix, 1, 1e-4));
    assertFalse(Rotations.isRotation(new double[] {1, 0, 0, 0, 1, 0, 0, 0, -1}, 0, 1e-4));
  }

  @Test
  void sliceCoordinatesAreCryodrgns() {
    float[] rotations = Golden.floats("rotations.npy");
    double[] matrices = new double[rotations.length];
    for (int i = 0; i < rotations.length; i++) {
      matrices[i] = rotations[i];
    }
    Lattice lattice = new Lattice(33, 0.5);
    Slice slice = new Slice(lattice, lattice.circularMask(16));
    float[] coordinates = new float[8 * slice.points() * 3];
    for (int i = 0; i < 8; i++) {
      slice.coordinates(matrices, 9 * i, coordinates, i * slice.points() * 3);
    }
    Golden.assertClose(Golden.floats("slice_coords.npy"), coordinates, 1e-6);
  }

  private static void assertClose(float[] expected, double[] actual) {
    for (int i = 0; i < 9; i++) {
      assertEquals(expected[i], actual[i], 1e-6);
    }
  }
}
