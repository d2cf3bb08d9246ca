package org.cryodrgn.core.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationEmbeddingTest {

  /** RELION's angles, so that each component of the quaternion is the largest at some time. */
  private static double[] rotation(SplittableRandom random) {
    double[] matrix = new double[9];
    Rotations.fromRelion(
        random.nextDouble(360), random.nextDouble(180), random.nextDouble(360), matrix, 0);
    return matrix;
  }

  @ParameterizedTest
  @EnumSource(RotationEmbedding.class)
  void numbersStandForTheRotationThatTheyWereMadeOf(RotationEmbedding embedding) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      double[] expected = rotation(random);
      float[] values = new float[embedding.size() + 1];
      embedding.embed(expected, 0, values, 1);
      double[] actual = new double[10];
      embedding.matrix(values, 1, actual, 1);
      double[] matrix = Arrays.copyOfRange(actual, 1, 10);
      assertArrayEquals(expected, matrix, 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(RotationEmbedding.class)
  void anyNumbersStandForARotation(RotationEmbedding embedding) {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100; i++) {
      double[] matrix = new double[9];
      embedding.matrix(values(random, embedding.size()), 0, matrix, 0);
      assertTrue(Rotations.isRotation(matrix, 0, 1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(RotationEmbedding.class)
  void gradientIsThatOfDifferences(RotationEmbedding embedding) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20; i++) {
      float[] values = values(random, embedding.size());
      double[] slopes = new double[6];
      for (int j = 0; j < 6; j++) {
        slopes[j] = random.nextGaussian();
      }
      float[] gradient = new float[embedding.size()];
      embedding.backward(values, 0, slopes, gradient, 0);
      for (int j = 0; j < embedding.size(); j++) {
        float[] ahead = values.clone();
        float[] behind = values.clone();
        ahead[j] += 1e-3f;
        behind[j] -= 1e-3f;
        double difference =
            (error(embedding, ahead, slopes) - error(embedding, behind, slopes))
                / ((double) ahead[j] - behind[j]);
        assertEquals(difference, gradient[j], 1e-4 * Math.max(1, Math.abs(difference)));
      }
    }
  }

  private static float[] values(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double error(RotationEmbedding embedding, float[] values, double[] slopes) {
    double[] matrix = new double[9];
    embedding.matrix(values, 0, matrix, 0);
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      sum += slopes[i] * matrix[i];
    }
    return sum;
  }
}
