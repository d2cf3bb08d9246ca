package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.Arithmetic;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.TrainingBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gradients with products in lower precision, computed on the CPU, against those in float32, which
 * the golden values pin.
 */
class PrecisionTest {

  private static final TrainingData DATA = GoldenModel.data();
  private static final int MASKED = DATA.pixels().masked().length;

  private ModelSpec spec;
  private TrainingBatch batch;

  @BeforeEach
  void fillBatch() {
    model("fourier_gaussian");
  }

  /**
   * Half a unit of the last of 8 or 11 bits a rounding. Some follow on each other in the decoder,
   * whose first bias and share of z are rounded together; the encoder's gradient has passed through
   * all of them, and is a small sum of large parts.
   */
  @ParameterizedTest
  @CsvSource({
    "fourier_gaussian, BFLOAT16, 1, 8",
    "fourier_geom_lowf, BFLOAT16, 1, 8",
    "hartley_gaussian, BFLOAT16, 1, 8",
    "fourier_gaussian, FLOAT16, 65536, 11",
    "hartley_gaussian, FLOAT16, 1024, 11",
  })
  void gradientsToThePrecisionOfTheProducts(
      String name, Precision precision, double lossScale, int bits) {
    model(name);
    float[] exact = gradients(Arithmetic.FLOAT32);
    float[] lower = gradients(new Arithmetic(precision, lossScale));
    double rounding = Math.pow(2, -bits);
    int decoder = new ParameterLayout(spec).decoder().get(0).offset();
    double encoderError = distance(exact, lower, 0, decoder);
    double decoderError = distance(exact, lower, decoder, exact.length);
    assertTrue(encoderError < 14 * rounding, "encoder " + encoderError);
    assertTrue(decoderError < 5 * rounding, "decoder " + decoderError);
    assertTrue(decoderError > rounding / 10, "as exact as float32: " + decoderError);
  }

  @Test
  void smallGradientsNeedAScaledLossInFloat16() {
    float[] exact = gradients(Arithmetic.FLOAT32);
    // As in a batch of four million points more.
    float[] vanished = gradients(new Arithmetic(Precision.FLOAT16, 1.0 / (1 << 22)));
    float[] scaled = gradients(new Arithmetic(Precision.FLOAT16, 1 << 12));
    assertTrue(distance(exact, vanished, 0, exact.length) > 0.3);
    assertTrue(distance(exact, scaled, 0, exact.length) < 0.003);
  }

  @Test
  void overflowIsSeenBeforeTheWeightsTakeIt() {
    try (HetOnlyVae model = new HetOnlyVae(Engine.start(1, true), spec, weights());
        Adam adam = adam(model, 1e-3)) {
      model.setArithmetic(new Arithmetic(Precision.FLOAT16, 1e12));
      model.computeGradients(batch, DivergenceWeight.constant(0.5), MASKED);
      assertFalse(adam.gradientsFinite());
      model.setArithmetic(new Arithmetic(Precision.FLOAT16, 1 << 12));
      model.computeGradients(batch, DivergenceWeight.constant(0.5), MASKED);
      assertTrue(adam.gradientsFinite());
    }
  }

  /** Adam's first step is the learning rate, here less than any bfloat16 of such weights tells. */
  @Test
  void masterWeightsAndLossAreFloat32() {
    float[] before = weights().values().toArray();
    try (HetOnlyVae model = new HetOnlyVae(Engine.start(1, true), spec, weights());
        Adam adam = adam(model, 1e-5)) {
      int live = Engine.liveArrays();
      model.setArithmetic(new Arithmetic(Precision.BFLOAT16, 1));
      model.computeGradients(batch, DivergenceWeight.constant(0.5), MASKED);
      float[] gradients = model.gradients();
      adam.step(1);
      assertEquals(live, Engine.liveArrays(), "native arrays after a step");
      float[] after = model.weights().values().toArray();
      for (int i = 0; i < before.length; i++) {
        double step = Math.abs(gradients[i]) < 1e-5 ? 0 : 1e-5 * Math.signum(gradients[i]);
        if (step != 0) {
          assertEquals(before[i] - step, after[i], 1e-7, "parameter " + i);
        }
      }
    }
  }

  private void model(String name) {
    spec = GoldenModel.spec(name, DATA.pixels().encoder().length);
    BatchBuilder builder = GoldenModel.builder(DATA, spec);
    builder.fill(IntStream.range(0, 8).toArray());
    batch = builder.batch();
    Draws.noise(3, 1, 1, batch.noise(), 32);
  }

  private ModelWeights weights() {
    return ModelWeights.random(spec, 5);
  }

  private Adam adam(HetOnlyVae model, double learningRate) {
    Adam.State start = Adam.State.initial(new ParameterLayout(spec).size());
    return new Adam(model, learningRate, 0, start);
  }

  private float[] gradients(Arithmetic arithmetic) {
    try (HetOnlyVae model = new HetOnlyVae(Engine.start(1, true), spec, weights())) {
      model.setArithmetic(arithmetic);
      model.computeGradients(batch, DivergenceWeight.constant(0.5), MASKED);
      return model.gradients();
    }
  }

  /** The norm of a range of the difference, over that of the expected. */
  private static double distance(float[] expected, float[] actual, int from, int to) {
    double difference = 0;
    double norm = 0;
    for (int i = from; i < to; i++) {
      difference += Math.pow(actual[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
