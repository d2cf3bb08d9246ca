package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.GradientReduction;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.NeuralVolume;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.PoseGradients;
import org.cryodrgn.core.model.Replicas;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.core.model.VolumeModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas on the CPU, the batch divided among them, against one model on the whole batch. */
class ReplicasTest {

  private static final Engine ENGINE = Engine.start(1, true);
  private static final TrainingData DATA = GoldenModel.data();
  private static final int MASKED = DATA.pixels().masked().length;

  /** The sums of float32 in another order. */
  private static final double ROUNDING = 2e-6;

  private static final double RATE = 1e-3;

  /** What one batch gives. */
  private record Result(Losses losses, float[] gradients, PoseGradients poses) {}

  @ParameterizedTest
  @CsvSource({
    "2, 8, fourier_gaussian, NaN",
    "2, 7, fourier_gaussian, NaN",
    "3, 8, hartley_gaussian, NaN",
    "4, 3, fourier_gaussian, NaN",
    // The weight of a controlled divergence depends on that of the whole batch.
    "2, 5, fourier_gaussian, 0.5",
  })
  void autoencoder(int replicas, int images, String name, double control) {
    TrainingData data = DATA.withPoses(movingPoses());
    ModelSpec spec = GoldenModel.spec(name, DATA.pixels().encoder().length);
    TrainingBatch batch = batch(data, spec, images);
    DivergenceWeight weight = new DivergenceWeight(0.7, control);
    Result one = autoencoder(spec, batch, weight, 1);
    Result several = autoencoder(spec, batch, weight, replicas);
    assertEquals(one.losses().total(), several.losses().total(), ROUNDING);
    assertEquals(one.losses().divergence(), several.losses().divergence(), ROUNDING);
    Golden.assertClose(one.gradients(), several.gradients(), ROUNDING);
    Golden.assertClose(one.poses().slices(), several.poses().slices(), ROUNDING);
    Golden.assertClose(one.poses().encoderInputs(), several.poses().encoderInputs(), ROUNDING);
  }

  @ParameterizedTest
  @CsvSource({"2, 8, 3", "2, 7, 3", "3, 2, 3", "2, 5, 0"})
  void decoder(int replicas, int images, int zdim) {
    ModelSpec spec = GoldenModel.decoder(zdim, Domain.FOURIER, Activation.RELU, 0.5);
    TrainingBatch batch = batch(GoldenModel.data(0), spec, images);
    float[] z = new float[images * zdim];
    Draws.latents(3, z);
    float[] oneForZ = new float[z.length];
    float[] severalForZ = new float[z.length];
    Result one = decoder(spec, batch, z, oneForZ, 1);
    Result several = decoder(spec, batch, z, severalForZ, replicas);
    assertEquals(one.losses().total(), several.losses().total(), ROUNDING);
    Golden.assertClose(one.gradients(), several.gradients(), ROUNDING);
    assertArrayEquals(oneForZ, severalForZ, (float) ROUNDING * largest(oneForZ));
  }

  /** So that the replicas that only compute begin each step where the first one is. */
  @Test
  void severalStepsStayTogether() {
    ModelSpec spec = GoldenModel.spec("fourier_gaussian", DATA.pixels().encoder().length);
    float[] one = trained(spec, 1);
    float[] two = trained(spec, 2);
    float[] start = ModelWeights.random(spec, 5).values().toArray();
    double moved = 0;
    for (int i = 0; i < one.length; i++) {
      moved = Math.max(moved, Math.abs(one[i] - start[i]));
      // Adam makes a step of any gradient: of one that is rounding, with either sign.
      assertEquals(one[i], two[i], RATE, "parameter " + i);
    }
    assertTrue(moved > 4 * RATE, "moved by " + moved);
    double apart = 0;
    for (int i = 0; i < one.length; i++) {
      apart += Math.abs(one[i] - two[i]);
    }
    assertTrue(apart / one.length < 1e-3 * RATE, "apart by " + apart / one.length);
  }

  @Test
  void failureOfOneIsThatOfAllAndNativeArraysAreFreed() {
    ModelSpec spec = GoldenModel.spec("fourier_gaussian", DATA.pixels().encoder().length);
    TrainingBatch batch = batch(DATA, spec, 4);
    // Images of another model: fewer values than the encoder takes.
    ModelSpec other = GoldenModel.spec("fourier_gaussian", 1);
    TrainingBatch wrong = new TrainingBatch(ENGINE.newScope(), other, 4, batch.points());
    wrong.resize(4, batch.points());
    int before = Engine.liveArrays();
    try (Replicas<HetOnlyVae> replicas = replicas(2, engine -> vae(engine, spec))) {
      int live = Engine.liveArrays();
      compute(replicas, batch, DivergenceWeight.constant(0.5));
      replicas.share();
      assertEquals(live, Engine.liveArrays(), "native arrays after a step");
      assertThrows(
          RuntimeException.class, () -> compute(replicas, wrong, DivergenceWeight.constant(0.5)));
      assertEquals(live, Engine.liveArrays(), "native arrays after a failure");
    }
    assertEquals(before, Engine.liveArrays(), "native arrays at the end");
  }

  private static ParticlePoses movingPoses() {
    RotationEmbedding embedding = RotationEmbedding.QUATERNION;
    RefinedPoses poses =
        new RefinedPoses(
            new PoseSettings(embedding, 3e-3, 1),
            RefinedPoses.begin(DATA.poses(), DATA.size(), embedding),
            DATA.pixels());
    poses.beginEpoch(1);
    return poses;
  }

  private static TrainingBatch batch(TrainingData data, ModelSpec spec, int images) {
    BatchBuilder builder = GoldenModel.builder(data, spec);
    builder.fill(IntStream.range(0, images).toArray());
    TrainingBatch batch = builder.batch();
    Draws.noise(3, 1, 1, batch.noise(), images * spec.latentDimension());
    return batch;
  }

  private static HetOnlyVae vae(Engine engine, ModelSpec spec) {
    return new HetOnlyVae(engine, spec, ModelWeights.random(spec, 5));
  }

  private static <M extends VolumeModel> Replicas<M> replicas(
      int number, Function<Engine, M> make) {
    List<Engine> engines = Collections.nCopies(number, ENGINE);
    return new Replicas<>(engines, make, GradientReduction.LOCAL);
  }

  private static Losses compute(
      Replicas<HetOnlyVae> replicas, TrainingBatch batch, DivergenceWeight weight) {
    return HetOnlyVae.computeGradients(replicas, batch, weight, MASKED);
  }

  private static Result autoencoder(
      ModelSpec spec, TrainingBatch batch, DivergenceWeight weight, int number) {
    try (Replicas<HetOnlyVae> replicas = replicas(number, engine -> vae(engine, spec))) {
      Losses losses = compute(replicas, batch, weight);
      return new Result(losses, replicas.first().gradients(), replicas.poseGradients(batch));
    }
  }

  private static Result decoder(
      ModelSpec spec, TrainingBatch batch, float[] z, float[] forZ, int number) {
    ModelWeights weights = ModelWeights.random(spec, 5);
    try (Replicas<NeuralVolume> replicas =
        replicas(number, engine -> new NeuralVolume(engine, spec, weights))) {
      Losses losses = NeuralVolume.computeGradients(replicas, batch, z, forZ);
      return new Result(losses, replicas.first().gradients(), replicas.poseGradients(batch));
    }
  }

  /** The weights after five steps on batches that change, one smaller than the replicas. */
  private static float[] trained(ModelSpec spec, int number) {
    try (Replicas<HetOnlyVae> replicas = replicas(number, engine -> vae(engine, spec));
        Adam adam =
            new Adam(
                replicas.first(), RATE, 0, Adam.State.initial(new ParameterLayout(spec).size()))) {
      for (int images : new int[] {8, 7, 1, 5, 8}) {
        compute(replicas, batch(DATA, spec, images), DivergenceWeight.constant(0.5));
        adam.step(1);
        replicas.share();
      }
      return replicas.first().weights().values().toArray();
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
