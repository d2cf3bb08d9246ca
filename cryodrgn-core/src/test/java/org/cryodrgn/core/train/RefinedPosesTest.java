package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.Arithmetic;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.PoseGradients;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.core.model.TrainingBatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients and steps of poses on the golden particles. */
class RefinedPosesTest {

  private static final int[] ALL = IntStream.range(0, 8).toArray();
  private static final DivergenceWeight BETA = DivergenceWeight.constant(0.25);

  private static Engine engine;

  @BeforeAll
  static void startEngine() {
    engine = Engine.start(1, true);
  }

  private static RefinedPoses poses(
      TrainingData data, RotationEmbedding embedding, Map<String, ParticleTable.State> tables) {
    RefinedPoses poses =
        new RefinedPoses(new PoseSettings(embedding, 3e-3, 1), tables, data.pixels());
    poses.beginEpoch(1);
    return poses;
  }

  /** Three steps of cryoDRGN's train_vae, made by golden/pose/steps.py. */
  @ParameterizedTest
  @CsvSource({
    "hartley_gaussian, s2s2, S2S2",
    "hartley_gaussian, quat, QUATERNION",
    "fourier_gaussian, s2s2, S2S2",
    "fourier_gaussian, quat, QUATERNION"
  })
  void agreesWithPython(String model, String theirs, RotationEmbedding embedding)
      throws IOException {
    TrainingData data = GoldenModel.data();
    RefinedPoses poses =
        poses(data, embedding, RefinedPoses.begin(data.poses(), data.size(), embedding));
    ModelSpec spec = GoldenModel.spec(model, data.pixels().encoder().length);
    ModelCheckpoint start = ModelCheckpoint.read(Golden.file(model + "/weights.0.pkl"), spec);
    BatchBuilder builder = GoldenModel.builder(data.withPoses(poses), spec);
    String golden = "pose/" + model + "." + theirs + ".";
    JsonNode steps = new ObjectMapper().readTree(Golden.file("pose/steps.json").toFile());
    int masked = data.pixels().masked().length;
    try (HetOnlyVae vae = new HetOnlyVae(engine, spec, start.weights());
        Adam adam = new Adam(vae, 1e-3, 0, Adam.State.initial(start.weights().values().size()))) {
      // What a GPU copies from is native, and there from the first time on.
      builder.fill(ALL);
      int live = Engine.liveArrays();
      for (int step = 0; step < 3; step++) {
        builder.fill(ALL);
        TrainingBatch batch = builder.batch();
        float[] noise = Golden.floats(model + "/step" + step + "_eps.npy");
        System.arraycopy(noise, 0, batch.noise(), 0, noise.length);
        Losses losses = vae.computeGradients(batch, BETA, masked);
        poses.take(batch, ALL, vae.poseGradients());
        assertEquals(loss(steps, model, theirs, step), losses.total(), 1e-5);
        if (step == 0) {
          Golden.assertClose(
              Golden.floats(golden + "rotation_gradient.npy"), poses.rotationGradients(), 1e-4);
          Golden.assertClose(
              Golden.floats(golden + "shift_gradient.npy"), poses.shiftGradients(), 1e-4);
        }
        adam.step(1);
        poses.step();
        assertEquals(live, Engine.liveArrays(), "native arrays after a step");
      }
    }
    assertTable(golden + "rotation_table.npy", poses.tables().get(RefinedPoses.ROTATIONS));
    assertTable(golden + "shift_table.npy", poses.tables().get(RefinedPoses.SHIFTS));
  }

  private static double loss(JsonNode steps, String model, String embedding, int step) {
    for (JsonNode one : steps.get("steps")) {
      if (one.get("model").asText().equals(model)
          && one.get("embedding").asText().equals(embedding)
          && one.get("step").asInt() == step) {
        return one.get("loss").asDouble();
      }
    }
    throw new AssertionError("no step " + step + " of " + model + " with " + embedding);
  }

  /** To a thousandth of the way of three steps of 3e-3. */
  private static void assertTable(String expected, ParticleTable.State actual) {
    assertEquals(3, actual.steps());
    assertArrayEquals(Golden.floats(expected), actual.values(), 1e-5f);
  }

  /** The gradient against differences of the objective, where nobody else computes it too. */
  @ParameterizedTest
  @CsvSource({
    "GAUSSIAN, FOURIER, S2S2, 1, 0.5, 16",
    "GAUSSIAN, HARTLEY, QUATERNION, 1, 0.5, 16",
    "GEOM_FULL, FOURIER, QUATERNION, 0.4, 0.5, 12",
    "LINEAR_LOWF, HARTLEY, S2S2, 0.4, 0.5, -1",
    "NONE, FOURIER, QUATERNION, 1, 2, -1",
    "NONE, HARTLEY, S2S2, 1, 2, 16"
  })
  void agreesWithDifferences(
      PositionalEncoding.Type encoding,
      Domain domain,
      RotationEmbedding embedding,
      double share,
      double extent,
      int encoderRadius) {
    TrainingData data = GoldenModel.data(encoderRadius);
    ModelSpec spec =
        new ModelSpec(
            GoldenModel.BOX,
            4,
            data.pixels().encoder().length,
            EncoderKind.RESIDUAL,
            1,
            8,
            1,
            20,
            encoding,
            4,
            0.5,
            domain,
            Activation.LEAKY_RELU,
            extent);
    Map<String, ParticleTable.State> tables =
        RefinedPoses.begin(data.poses(), data.size(), embedding);
    float[] rotations = tables.get(RefinedPoses.ROTATIONS).values();
    float[] shifts = tables.get(RefinedPoses.SHIFTS).values();
    RefinedPoses poses = poses(data, embedding, tables);
    BatchBuilder builder = GoldenModel.builder(data.withPoses(poses), spec);
    ModelWeights weights = ModelWeights.random(spec, 5);
    try (HetOnlyVae vae = new HetOnlyVae(engine, spec, weights)) {
      objective(vae, builder, share);
      poses.take(builder.batch(), ALL, vae.poseGradients());
      assertDifferences(vae, builder, share, rotations, poses.rotationGradients(), 1e-3f);
      assertDifferences(vae, builder, share, shifts, poses.shiftGradients(), 1e-2f);
    }
  }

  /**
   * Of each image apart, along the gradient's own signs. In the fourier domain the objective jumps
   * where a point of the slice goes through z = 0: such an image is passed over.
   */
  private static void assertDifferences(
      HetOnlyVae vae,
      BatchBuilder builder,
      double share,
      float[] values,
      float[] gradient,
      float step) {
    int columns = values.length / ALL.length;
    float[] at = values.clone();
    double expected = 0;
    double differences = 0;
    int compared = 0;
    for (int image : ALL) {
      double[] ends = new double[2];
      float[][] points = new float[2][];
      for (int end = 0; end < 2; end++) {
        for (int i = image * columns; i < (image + 1) * columns; i++) {
          values[i] = at[i] + (2 * end - 1) * step * Math.signum(gradient[i]);
        }
        ends[end] = objective(vae, builder, share);
        points[end] = new float[builder.batch().coordinates().capacity()];
        builder.batch().coordinates().get(points[end]);
      }
      System.arraycopy(at, 0, values, 0, at.length);
      if (farthest(points[0], points[1]) < 10 * step) {
        compared++;
        differences += (ends[1] - ends[0]) / (2 * step);
        for (int i = image * columns; i < (image + 1) * columns; i++) {
          expected += Math.abs(gradient[i]);
        }
      }
    }
    assertTrue(compared >= 3, compared + " images");
    assertEquals(1, differences / expected, 0.01);
  }

  private static float farthest(float[] one, float[] other) {
    float farthest = 0;
    for (int i = 0; i < one.length; i++) {
      farthest = Math.max(farthest, Math.abs(one[i] - other[i]));
    }
    return farthest;
  }

  private static double objective(HetOnlyVae vae, BatchBuilder builder, double share) {
    builder.fill(ALL, builder.points().some(1, share, new SplittableRandom(3)));
    Draws.noise(3, 1, 1, builder.batch().noise(), 32);
    int masked = vae.spec().box() * vae.spec().box();
    return vae.computeGradients(builder.batch(), BETA, masked).total();
  }

  /** What the loss is multiplied by on its way back is taken out of them again. */
  @Test
  void gradientsDoNotDependOnTheScaleOfTheLoss() {
    TrainingData data = GoldenModel.data();
    RotationEmbedding embedding = RotationEmbedding.S2S2;
    RefinedPoses poses =
        poses(data, embedding, RefinedPoses.begin(data.poses(), data.size(), embedding));
    ModelSpec spec = GoldenModel.spec("fourier_gaussian", data.pixels().encoder().length);
    BatchBuilder builder = GoldenModel.builder(data.withPoses(poses), spec);
    try (HetOnlyVae vae = new HetOnlyVae(engine, spec, ModelWeights.random(spec, 5))) {
      objective(vae, builder, 1);
      float[] plain = vae.poseGradients().slices();
      vae.setArithmetic(new Arithmetic(Precision.FLOAT32, 1024));
      objective(vae, builder, 1);
      Golden.assertClose(plain, vae.poseGradients().slices(), 1e-5);
    }
  }

  /** One that is not would spoil a row of its table for good. */
  @ParameterizedTest
  @CsvSource({"0, NaN, false", "3, Infinity, false", "0, 1e30, false", "0, 1, true"})
  void gradientsThatAreNotFiniteAreTold(int column, float value, boolean finite) {
    TrainingData data = GoldenModel.data();
    RotationEmbedding embedding = RotationEmbedding.QUATERNION;
    RefinedPoses poses =
        poses(data, embedding, RefinedPoses.begin(data.poses(), data.size(), embedding));
    BatchBuilder builder =
        GoldenModel.builder(
            data, GoldenModel.spec("hartley_gaussian", data.pixels().encoder().length));
    builder.fill(ALL);
    float[] slices = new float[8 * 12];
    slices[12 * 5 + column] = value;
    poses.take(builder.batch(), ALL, new PoseGradients(slices, new float[0]));
    assertEquals(finite, poses.gradientsFinite());
  }

  @ParameterizedTest
  @CsvSource({"S2S2", "QUATERNION"})
  void restUntilTheirFirstEpoch(RotationEmbedding embedding) {
    TrainingData data = GoldenModel.data();
    RefinedPoses poses =
        new RefinedPoses(
            new PoseSettings(embedding, 3e-3, 2),
            RefinedPoses.begin(data.poses(), data.size(), embedding),
            data.pixels());
    poses.beginEpoch(1);
    assertFalse(poses.move());
    double[] expected = new double[9];
    double[] actual = new double[9];
    for (int i : ALL) {
      data.poses().rotation(i, expected);
      poses.rotation(i, actual);
      assertArrayEquals(expected, actual, 1e-6);
      assertEquals(data.poses().shift(i, 1), poses.shift(i, 1), 1e-6);
    }
  }
}
