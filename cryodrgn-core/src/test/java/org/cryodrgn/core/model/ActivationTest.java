package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.device.TorchScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four rows in two groups with a bias each, by hand; the way of a GPU runs on a CPU too. */
class ActivationTest {

  private static final float[] X = {1, 2, 3, -1, 0, 1, -2, 0.5f};
  private static final float[] WEIGHT = {1, 0, 0, 1, 2, -1};
  private static final float[] BIASES = {0, -1, 1, 10, 20, -30};

  /** x W^T + the group's bias. */
  private static final float[] DENSE = {1, 1, 1, 3, -2, 8, 10, 21, -31, 8, 20.5f, -34.5f};

  private static float[] activated(float slope) {
    float[] values = DENSE.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] > 0 ? values[i] : slope * values[i];
    }
    return values;
  }

  private static void check(float slope, TorchScript... ways) {
    try (Scope scope = Engine.start(1, true).newScope()) {
      NDArray x = scope.of(X, 4, 2);
      NDArray weight = scope.of(WEIGHT, 3, 2);
      NDArray biases = scope.of(BIASES, 2, 3);
      for (TorchScript way : ways) {
        assertArrayEquals(activated(slope), way.apply(x, weight, biases).toFloatArray(), 1e-6f);
      }
      assertArrayEquals(BIASES, biases.toFloatArray(), 0);
    }
  }

  /** A single row with a single bias: its copy must not be the bias itself. */
  @Test
  void biasOfASingleRowIsLeftAsItIs() {
    try (Scope scope = Engine.start(1, true).newScope()) {
      NDArray bias = scope.of(new float[] {0, -1, 1}, 1, 3);
      NDArray y =
          Activation.RELU.dense(scope.of(new float[] {1, 2}, 1, 2), scope.of(WEIGHT, 3, 2), bias);
      assertArrayEquals(new float[] {1, 1, 1}, y.toFloatArray(), 0);
      assertArrayEquals(new float[] {0, -1, 1}, bias.toFloatArray(), 0);
    }
  }

  @Test
  void bothWaysOfARelu() {
    check(0, Activation.RELU_EACH_BIAS, Activation.RELU_ONE_PRODUCT);
  }

  @Test
  void bothWaysOfALeakyRelu() {
    check(0.01f, Activation.LEAKY_EACH_BIAS, Activation.LEAKY_ONE_PRODUCT);
  }

  /** By hand; a slope of 0.01 is not a difference of numbers near one half. */
  @ParameterizedTest
  @EnumSource
  void leakyReluGoesBackInEveryPrecision(Precision precision) {
    float[] gradient = {1, 1, -3, 2};
    float[] activated = {5, -0.02f, -0.5f, 0.25f};
    try (Scope scope = Engine.start(1, true).newScope()) {
      NDArray back =
          Activation.LEAKY_RELU.backward(
              precision.of(scope.of(gradient, 2, 2)), precision.of(scope.of(activated, 2, 2)));
      float[] values = scope.zeros(2, 2).addi(back).toFloatArray();
      float[] expected = {1, 0.01f, -0.03f, 2};
      for (int i = 0; i < expected.length; i++) {
        assertEquals(1, values[i] / expected[i], 1.0 / 256);
      }
    }
  }
}
