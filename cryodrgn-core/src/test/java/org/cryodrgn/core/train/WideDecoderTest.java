package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.NeuralVolume;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.ParameterValues;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A wide decoder takes a batch in chunks, each of a part of an image. With units that do nothing it
 * is a narrow one, which takes the whole batch at once.
 */
class WideDecoderTest {

  /** A slice of it has more points than a chunk of any CPU. */
  private static final int BOX = 64;

  private static final int ZDIM = 3;
  private static final int IMAGES = 2;

  private record Result(double loss, float[] gradients, float[] ofZ, float[] ofPoses) {}

  @ParameterizedTest
  @EnumSource(Domain.class)
  void chunksAddUpToTheWholeBatch(Domain domain) {
    ModelSpec narrow = decoder(20, domain);
    ModelSpec wide = decoder(512, domain);
    ParameterLayout inNarrow = new ParameterLayout(narrow);
    ParameterLayout inWide = new ParameterLayout(wide);
    ModelWeights weights = ModelWeights.random(narrow, 5);
    float[] values = weights.values().toArray();
    float[] padded = new float[inWide.size()];
    int[] places = places(inNarrow, inWide);
    for (int i = 0; i < values.length; i++) {
      padded[places[i]] = values[i];
    }
    Result expected = gradients(narrow, weights);
    Result found =
        gradients(wide, new ModelWeights(ParameterValues.of(padded), weights.randomFrequencies()));
    float[] shared = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      shared[i] = found.gradients[places[i]];
    }
    assertEquals(expected.loss, found.loss, 1e-5 * expected.loss);
    Golden.assertClose(expected.gradients, shared, 1e-4);
    Golden.assertClose(expected.ofZ, found.ofZ, 1e-4);
    assertEquals(IMAGES * 3 * 4, expected.ofPoses.length);
    Golden.assertClose(expected.ofPoses, found.ofPoses, 1e-4);
  }

  private static ModelSpec decoder(int width, Domain domain) {
    return new ModelSpec(
        BOX,
        ZDIM,
        0,
        EncoderKind.NONE,
        0,
        0,
        2,
        width,
        PositionalEncoding.Type.GAUSSIAN,
        BOX / 2,
        0.5,
        domain,
        Activation.RELU,
        0.5);
  }

  /** Images of noise in two orientations, which are refined. */
  private static TrainingData data() {
    ImagePixels pixels = new ImagePixels(BOX, 0);
    SplittableRandom random = new SplittableRandom(1);
    HartleyImages images =
        new HartleyImages() {
          @Override
          public int size() {
            return IMAGES;
          }

          @Override
          public void read(int[] particles, float[] values) {
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) random.nextGaussian();
            }
          }
        };
    double[] rotations = new double[9 * IMAGES];
    Rotations.fromRelion(10, 20, 30, rotations, 0);
    Rotations.fromRelion(-50, 100, 70, rotations, 9);
    Poses start = new Poses(rotations, new double[2 * IMAGES]);
    TrainingData data =
        new TrainingData(ParticleSelection.all(IMAGES), images, pixels, start, null, false);
    RotationEmbedding embedding = RotationEmbedding.S2S2;
    RefinedPoses poses =
        new RefinedPoses(
            new PoseSettings(embedding, 3e-3, 1),
            RefinedPoses.begin(data.poses(), IMAGES, embedding),
            pixels);
    poses.beginEpoch(1);
    return data.withPoses(poses);
  }

  /** Where each parameter of the narrow decoder lies in the wide one. */
  private static int[] places(ParameterLayout narrow, ParameterLayout wide) {
    int[] places = new int[narrow.size()];
    Arrays.fill(places, -1);
    for (int k = 0; k < narrow.decoder().size(); k++) {
      ParameterLayout.Dense from = narrow.decoder().get(k);
      ParameterLayout.Dense into = wide.decoder().get(k);
      for (int o = 0; o < from.outputs(); o++) {
        for (int i = 0; i < from.inputs(); i++) {
          places[from.offset() + o * from.inputs() + i] = into.offset() + o * into.inputs() + i;
        }
        places[from.biasOffset() + o] = into.biasOffset() + o;
      }
    }
    return places;
  }

  private static Result gradients(ModelSpec spec, ModelWeights weights) {
    BatchBuilder builder = GoldenModel.builder(data(), spec);
    builder.fill(IntStream.range(0, IMAGES).toArray());
    TrainingBatch batch = builder.batch();
    float[] z = new float[IMAGES * ZDIM];
    Draws.latents(3, z);
    float[] ofZ = new float[z.length];
    try (NeuralVolume model = new NeuralVolume(Engine.start(1, true), spec, weights)) {
      double loss = model.computeGradients(batch, z, ofZ).total();
      return new Result(loss, model.gradients(), ofZ, model.poseGradients().slices());
    }
  }
}
