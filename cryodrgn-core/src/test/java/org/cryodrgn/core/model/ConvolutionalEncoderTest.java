package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.device.Engine;
import org.junit.jupiter.api.Test;

class ConvolutionalEncoderTest {

  private static final int BOX = 64;
  private static final int IMAGES = 2;

  private static final ModelSpec SPEC =
      new ModelSpec(
          BOX,
          2,
          BOX * BOX,
          EncoderKind.CONVOLUTIONAL,
          0,
          3,
          1,
          8,
          PositionalEncoding.Type.NONE,
          0,
          0,
          Domain.HARTLEY,
          Activation.LEAKY_RELU,
          0.5);

  /** The outputs of PyTorch's layers with the same kernels and images. */
  @Test
  void agreesWithTorch() {
    float[] values = new float[new ParameterLayout(SPEC).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.3 * Math.sin(i));
    }
    TrainingBatch batch = new TrainingBatch(Engine.start(1, true).newScope(), SPEC, IMAGES, 1);
    batch.resize(IMAGES, 1);
    for (int i = 0; i < IMAGES * BOX * BOX; i++) {
      batch.encoderInputs().put(i, (float) Math.cos(0.01 * i));
    }
    try (HetOnlyVae model =
        new HetOnlyVae(
            Engine.start(1, true),
            SPEC,
            new ModelWeights(ParameterValues.of(values), new float[0]))) {
      int live = Engine.liveArrays();
      float[] expected = {
        -0.30395153f,
        -0.018004684f,
        0.27701494f,
        0.43244004f,
        0.097221352f,
        0.25725058f,
        0.28764498f,
        0.17308772f
      };
      Golden.assertClose(expected, model.encode(batch), 1e-5);
      assertEquals(live, Engine.liveArrays());
    }
  }

  @Test
  void gradientIsThatOfDifferences() {
    SplittableRandom random = new SplittableRandom(3);
    TrainingBatch batch = new TrainingBatch(Engine.start(1, true).newScope(), SPEC, IMAGES, 20);
    batch.resize(IMAGES, 20);
    for (int i = 0; i < IMAGES * BOX * BOX; i++) {
      batch.encoderInputs().put(i, (float) random.nextGaussian());
    }
    for (int i = 0; i < IMAGES * 20; i++) {
      batch.targets().put(i, (float) random.nextGaussian());
      batch.ctf().put(i, 1);
      for (int c = 0; c < 3; c++) {
        batch.coordinates().put(3 * i + c, (float) (random.nextDouble() - 0.5));
      }
    }
    float[] weights = ModelWeights.random(SPEC, 4).values().toArray();
    // Five layers of small kernels: enlarged, or z hardly depends on the image.
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= 2;
    }
    float[] gradient = gradient(weights, batch);
    for (ParameterLayout.Convolution layer : new ParameterLayout(SPEC).convolutions()) {
      float[] ahead = weights.clone();
      float[] behind = weights.clone();
      double expected = 0;
      for (int i = layer.offset(); i < layer.end(); i++) {
        float sign = random.nextInt(4) == 0 ? Math.signum(gradient[i]) : 0;
        ahead[i] += 1e-3f * sign;
        behind[i] -= 1e-3f * sign;
        expected += sign * gradient[i];
      }
      double difference = (objective(ahead, batch) - objective(behind, batch)) / 2e-3;
      assertEquals(1, difference / expected, 0.02, layer.name());
    }
  }

  private static float[] gradient(float[] values, TrainingBatch batch) {
    try (HetOnlyVae model = model(values)) {
      int live = Engine.liveArrays();
      model.computeGradients(batch, DivergenceWeight.constant(1), 1);
      assertEquals(live, Engine.liveArrays(), "native arrays after a step");
      return model.gradients();
    }
  }

  private static double objective(float[] values, TrainingBatch batch) {
    try (HetOnlyVae model = model(values)) {
      return model.computeGradients(batch, DivergenceWeight.constant(1), 1).total();
    }
  }

  private static HetOnlyVae model(float[] values) {
    return new HetOnlyVae(
        Engine.start(1, true), SPEC, new ModelWeights(ParameterValues.of(values), new float[0]));
  }
}
