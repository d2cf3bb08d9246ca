package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Random;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against sums in double precision, whichever products the models of this machine take. */
class PackedProductsTest {

  private static final int ROWS = 132;

  private final Engine engine = Engine.start(1, true);
  private final Random random = new Random(3);

  @BeforeEach
  void onlyOnACpu() {
    assumeFalse(engine.onGpu());
  }

  private float[] normal(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** a b, a being rows x depth and b depth x columns, each element given by its indices. */
  private static void check(int rows, int columns, int depth, Element a, Element b, NDArray is) {
    float[] values = is.toFloatArray();
    assertEquals(rows * columns, values.length);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < depth; k++) {
          sum += (double) a.at(i, k) * b.at(k, j);
        }
        assertEquals(sum, values[i * columns + j], 2e-5 * Math.sqrt(depth), i + ", " + j);
      }
    }
  }

  @FunctionalInterface
  private interface Element {
    float at(int row, int column);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activatedWithABiasForEachGroupOfRows(Activation activation) {
    int inputs = 40;
    int outputs = 33;
    float slope = activation == Activation.RELU ? 0 : 0.01f;
    float[] x = normal(ROWS * inputs);
    float[] weight = normal(outputs * inputs);
    for (int groups : new int[] {1, 4}) {
      float[] biases = normal(groups * outputs);
      try (Scope scope = engine.newScope()) {
        NDArray y =
            products(scope, weight, outputs, inputs, false)
                .activated(
                    scope.of(x, ROWS, inputs), scope.of(biases, groups, outputs), activation);
        float[] values = y.toFloatArray();
        for (int i = 0; i < ROWS; i++) {
          for (int j = 0; j < outputs; j++) {
            double sum = biases[i * groups / ROWS * outputs + j];
            for (int k = 0; k < inputs; k++) {
              sum += (double) x[i * inputs + k] * weight[j * inputs + k];
            }
            assertEquals(sum > 0 ? sum : slope * sum, values[i * outputs + j], 1e-4, i + ", " + j);
          }
        }
      }
    }
  }

  /** A value that is not a number has to reach the loss, which stops the training. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void whatIsNoNumberStaysNone(Activation activation) {
    try (Scope scope = engine.newScope()) {
      float[] x = new float[ROWS * 16];
      x[16] = Float.NaN;
      for (int groups : new int[] {1, 4}) {
        NDArray biases = scope.zeros(groups, 32).subi(1);
        float[] y =
            products(scope, normal(32 * 16), 32, 16, false)
                .activated(scope.of(x, ROWS, 16), biases, activation)
                .toFloatArray();
        assertTrue(y[0] <= 0);
        assertTrue(Float.isNaN(y[32]), y[32] + " with biases " + groups);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 33, false", "48, 48, true"})
  void inputGradient(int inputs, int outputs, boolean residual) {
    float[] weight = normal(outputs * inputs);
    float[] gradient = normal(ROWS * outputs);
    try (Scope scope = engine.newScope()) {
      check(
          ROWS,
          inputs,
          outputs,
          (i, k) -> gradient[i * outputs + k],
          (k, j) -> weight[k * inputs + j] + (residual && k == j ? 1 : 0),
          products(scope, weight, outputs, inputs, residual)
              .inputGradient(scope.of(gradient, ROWS, outputs)));
    }
  }

  /**
   * Into columns of a larger sum, from many inputs and from the few of which oneDNN has no part.
   */
  @ParameterizedTest
  @CsvSource({"40", "200"})
  void weightGradientIsAdded(int inputs) {
    int outputs = 33;
    float[] x = normal(ROWS * inputs);
    float[] gradient = normal(ROWS * outputs);
    try (Scope scope = engine.newScope()) {
      NDArray whole = scope.zeros(outputs, inputs + 8).addi(1);
      products(scope, normal(outputs * inputs), outputs, inputs, false)
          .addWeightGradient(
              whole.get(new NDIndex(":, :" + inputs)),
              scope.of(x, ROWS, inputs),
              scope.of(gradient, ROWS, outputs));
      check(
          outputs,
          inputs,
          ROWS,
          (i, k) -> gradient[k * outputs + i],
          (k, j) -> x[k * inputs + j],
          whole.get(new NDIndex(":, :" + inputs)).sub(1));
      assertEquals(outputs * 8, whole.get(new NDIndex(":, " + inputs + ":")).sum().getFloat());
    }
  }

  private PackedProducts products(
      Scope scope, float[] weight, int outputs, int inputs, boolean residual) {
    NDArray identity = residual ? scope.manager().eye(outputs) : null;
    return new PackedProducts(
        scope, scope.of(weight, outputs, inputs), identity, scope.zeros(outputs));
  }
}
