package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.NeuralVolume;
import org.cryodrgn.core.model.ParameterValues;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.core.model.TrainingBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The written-out gradient against differences of the objective, for models without golden values.
 */
class FiniteDifferencesTest {

  @ParameterizedTest
  @CsvSource({
    "GAUSSIAN, FOURIER, RELU, RESIDUAL, 20, NaN",
    "GEOM_FT, FOURIER, LEAKY_RELU, RESIDUAL, 20, NaN",
    "GEOM_FULL, HARTLEY, LEAKY_RELU, PERCEPTRON, 20, NaN",
    "LINEAR_LOWF, FOURIER, LEAKY_RELU, RESIDUAL, 20, 0.5",
    "NONE, FOURIER, LEAKY_RELU, RESIDUAL, 20, NaN",
    "NONE, HARTLEY, LEAKY_RELU, RESIDUAL, 20, NaN",
    // First decoder layer as wide as its inputs, so residual: 96 features + 4.
    "GEOM_NOHIGHF, FOURIER, LEAKY_RELU, RESIDUAL, 100, NaN",
    // Wide enough for oneDNN's products, on processors that take them.
    "GAUSSIAN, FOURIER, RELU, RESIDUAL, 128, NaN",
    "GEOM_FULL, HARTLEY, LEAKY_RELU, RESIDUAL, 136, NaN",
  })
  void directionalDerivative(
      PositionalEncoding.Type encoding,
      Domain domain,
      Activation activation,
      EncoderKind encoder,
      int width,
      double control) {
    TrainingData data = GoldenModel.data();
    ModelSpec spec =
        new ModelSpec(
            GoldenModel.BOX,
            4,
            data.pixels().encoder().length,
            encoder,
            2,
            // As wide as the output of the last layer, so that this one is residual too.
            8,
            2,
            width,
            encoding,
            GoldenModel.BOX / 2,
            0.5,
            domain,
            activation,
            0.5);
    BatchBuilder builder = GoldenModel.builder(data, spec);
    builder.fill(IntStream.range(0, 8).toArray());
    TrainingBatch batch = builder.batch();
    Draws.noise(3, 1, 1, batch.noise(), 32);
    ModelWeights weights = ModelWeights.random(spec, 5);
    DivergenceWeight divergence = new DivergenceWeight(0.7, control);
    int masked = data.pixels().masked().length;
    Engine engine = Engine.start(1, true);

    float[] gradient;
    try (HetOnlyVae model = new HetOnlyVae(engine, spec, weights)) {
      int live = Engine.liveArrays();
      model.computeGradients(batch, divergence, masked);
      assertEquals(live, Engine.liveArrays(), "native arrays after a step");
      gradient = model.gradients();
    }
    SplittableRandom random = new SplittableRandom(7);
    float step = 1e-3f;
    for (int direction = 0; direction < 3; direction++) {
      float[] ahead = weights.values().toArray();
      float[] behind = weights.values().toArray();
      double expected = 0;
      double size = 0;
      for (int i = 0; i < gradient.length; i++) {
        // Along the gradient's own signs at random places: the derivative is far from zero.
        float sign = random.nextInt(40) == 0 ? Math.signum(gradient[i]) : 0;
        ahead[i] += step * sign;
        behind[i] -= step * sign;
        expected += sign * gradient[i];
        size += Math.abs(sign);
      }
      double difference =
          (objective(engine, spec, weights, ahead, batch, divergence, masked)
                  - objective(engine, spec, weights, behind, batch, divergence, masked))
              / (2 * step);
      assertEquals(1, difference / expected, 0.02, "direction over " + size + " parameters");
    }
  }

  /** The gradients of a decoder without an encoder, for its parameters and for z. */
  @ParameterizedTest
  @CsvSource({"0, FOURIER, 0.5", "3, HARTLEY, 0.5", "3, FOURIER, 0.3"})
  void decoderAlone(int zdim, Domain domain, double extent) {
    TrainingData data = GoldenModel.data(0);
    ModelSpec spec = GoldenModel.decoder(zdim, domain, Activation.LEAKY_RELU, extent);
    BatchBuilder builder = GoldenModel.builder(data, spec);
    builder.fill(IntStream.range(0, 8).toArray());
    TrainingBatch batch = builder.batch();
    ModelWeights weights = ModelWeights.random(spec, 5);
    float[] z = new float[8 * zdim];
    Draws.latents(3, z);
    float[] zGradient = new float[z.length];
    Engine engine = Engine.start(1, true);
    float[] gradient;
    try (NeuralVolume model = new NeuralVolume(engine, spec, weights)) {
      model.computeGradients(batch, z, zGradient);
      gradient = model.gradients();
    }
    float[] both = concatenate(gradient, zGradient);
    float[] at = concatenate(weights.values().toArray(), z);
    SplittableRandom random = new SplittableRandom(7);
    for (int first : zdim == 0 ? new int[] {0} : new int[] {0, gradient.length}) {
      // The error depends little on z, whose gradient is divided by all points.
      float step = first == 0 ? 1e-3f : 1e-2f;
      float[] ahead = at.clone();
      float[] behind = at.clone();
      double expected = 0;
      for (int i = first; i < both.length; i++) {
        float sign = random.nextInt(first == 0 ? 40 : 2) == 0 ? Math.signum(both[i]) : 0;
        ahead[i] += step * sign;
        behind[i] -= step * sign;
        expected += sign * both[i];
      }
      double difference =
          (error(engine, spec, weights, ahead, batch) - error(engine, spec, weights, behind, batch))
              / (2 * step);
      assertEquals(1, difference / expected, 0.02, "from value " + first);
    }
  }

  private static float[] concatenate(float[] one, float[] other) {
    float[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static double error(
      Engine engine, ModelSpec spec, ModelWeights weights, float[] values, TrainingBatch batch) {
    int parameters = weights.values().size();
    ModelWeights moved =
        new ModelWeights(
            ParameterValues.of(Arrays.copyOf(values, parameters)), weights.randomFrequencies());
    float[] z = Arrays.copyOfRange(values, parameters, values.length);
    try (NeuralVolume model = new NeuralVolume(engine, spec, moved)) {
      return model.computeGradients(batch, z, new float[z.length]).total();
    }
  }

  private static double objective(
      Engine engine,
      ModelSpec spec,
      ModelWeights weights,
      float[] values,
      TrainingBatch batch,
      DivergenceWeight divergence,
      int masked) {
    ModelWeights moved = new ModelWeights(ParameterValues.of(values), weights.randomFrequencies());
    try (HetOnlyVae model = new HetOnlyVae(engine, spec, moved)) {
      return model.computeGradients(batch, divergence, masked).total();
    }
  }
}
