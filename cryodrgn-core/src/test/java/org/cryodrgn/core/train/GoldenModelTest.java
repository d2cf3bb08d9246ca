package org.cryodrgn.core.train;

import static org.cryodrgn.core.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.core.volume.VolumeDecoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks and the optimiser against what cryoDRGN computes with the same weights. */
class GoldenModelTest {

  /**
   * Adam's first step is as long where a gradient is all rounding as anywhere. By the third, MKL's
   * kernels of AVX-512 have made 2.5e-4 of that, those of AVX2 and the reference 1e-6.
   */
  private static final double MOMENTS = 1e-3;

  private static final TrainingData DATA = GoldenModel.data();
  private static final int MASKED = DATA.pixels().masked().length;
  private static Engine engine;

  @BeforeAll
  static void startEngine() {
    engine = Engine.start(1, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fourier_gaussian", "fourier_geom_lowf", "hartley_gaussian"})
  void encoder(String name) {
    try (HetOnlyVae model = model(name, 0)) {
      float[] encoded = model.encode(batch(model.spec()));
      float[] mean = new float[32];
      float[] logVariance = new float[32];
      for (int i = 0; i < 8; i++) {
        System.arraycopy(encoded, i * 8, mean, i * 4, 4);
        System.arraycopy(encoded, i * 8 + 4, logVariance, i * 4, 4);
      }
      assertClose(Golden.floats(name + "/z_mu.npy"), mean, 1e-5);
      assertClose(Golden.floats(name + "/z_logvar.npy"), logVariance, 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fourier_gaussian", "fourier_geom_lowf", "hartley_gaussian"})
  void decodedSlices(String name) {
    try (HetOnlyVae model = model(name, 0)) {
      TrainingBatch batch = batch(model.spec());
      int points = batch.points();
      float[] coordinates = new float[8 * points * 3];
      batch.coordinates().get(coordinates);
      float[] decoded = model.decode(coordinates, Golden.floats(name + "/z_mu.npy"));
      float[] slices = new float[8 * MASKED];
      float[] whole = new float[MASKED * 3];
      for (int i = 0; i < 8; i++) {
        DATA.slice(i, whole);
        for (int p = 0; p < points; p++) {
          if (model.spec().domain() == Domain.HARTLEY) {
            slices[i * MASKED + p] = decoded[i * points + p];
          } else {
            float real = decoded[2 * (i * points + p)];
            float imaginary = decoded[2 * (i * points + p) + 1];
            imaginary = whole[3 * p + 2] > 0 ? -imaginary : imaginary;
            slices[i * MASKED + p] = real - imaginary;
            slices[(i + 1) * MASKED - 1 - p] = real + imaginary;
          }
        }
      }
      assertClose(Golden.floats(name + "/decoded_slices.npy"), slices, 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fourier_gaussian", "fourier_geom_lowf", "hartley_gaussian"})
  void threeStepsOfTraining(String name) throws IOException {
    JsonNode steps = new ObjectMapper().readTree(Golden.file("steps.json").toFile());
    try (HetOnlyVae model = model(name, 0)) {
      int parameters = model.weights().values().size();
      TrainingBatch batch = batch(model.spec());
      try (Adam adam = new Adam(model, 1e-3, 0, Adam.State.initial(parameters))) {
        int live = Engine.liveArrays();
        for (int step = 0; step < 3; step++) {
          float[] noise = Golden.floats(name + "/step" + step + "_eps.npy");
          System.arraycopy(noise, 0, batch.noise(), 0, noise.length);
          Losses losses = model.computeGradients(batch, DivergenceWeight.constant(0.25), MASKED);
          JsonNode expected = expected(steps, name, step);
          assertEquals(expected.get("loss").asDouble(), losses.total(), 1e-5);
          assertEquals(expected.get("gen_loss").asDouble(), losses.reconstruction(), 1e-5);
          assertEquals(expected.get("kld").asDouble(), losses.divergence(), 1e-5);
          if (step == 0) {
            assertGradients(name, model);
          }
          adam.step(1);
          assertEquals(live, Engine.liveArrays(), "native arrays after a step");
        }
        ModelCheckpoint expected = checkpoint(name, 1, model.spec());
        assertClose(
            expected.weights().values().toArray(), model.weights().values().toArray(), 1e-4);
        Adam.State state = expected.optimiser().orElseThrow().state();
        assertEquals(3, adam.state().steps());
        assertEquals(3, state.steps());
        assertClose(state.firstMoment().toArray(), adam.state().firstMoment().toArray(), MOMENTS);
        assertClose(state.secondMoment().toArray(), adam.state().secondMoment().toArray(), MOMENTS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fourier_gaussian", "fourier_geom_lowf", "hartley_gaussian"})
  void volumes(String name) throws IOException {
    double scale =
        new ObjectMapper()
            .readTree(Golden.file("steps.json").toFile())
            .get("norm")
            .get(1)
            .asDouble();
    try (HetOnlyVae model = model(name, 0)) {
      VolumeDecoder decoder = new VolumeDecoder(model, 0, scale, 1);
      float[] z = Arrays.copyOf(Golden.floats(name + "/z_mu.npy"), 4);
      int live = Engine.liveArrays();
      assertClose(Golden.floats(name + "/volume_z0.npy"), decoder.decode(z, 32), 1e-4);
      assertClose(Golden.floats(name + "/volume_z0_box16.npy"), decoder.decode(z, 16), 1e-4);
      assertEquals(live, Engine.liveArrays(), "native arrays after decoding");
    }
  }

  private static void assertGradients(String name, HetOnlyVae model) throws IOException {
    ParameterLayout layout = new ParameterLayout(model.spec());
    float[] gradients = model.gradients();
    List<ParameterLayout.Parameter> all = new ArrayList<>(layout.encoderParameters());
    all.addAll(layout.decoderParameters());
    for (ParameterLayout.Parameter parameter : all) {
      assertClose(
          GoldenModel.archived(name + "/step0_grads.npz", parameter.name()),
          Arrays.copyOfRange(gradients, parameter.offset(), parameter.end()),
          1e-4);
    }
  }

  private static JsonNode expected(JsonNode steps, String name, int step) {
    for (JsonNode candidate : steps.get("steps")) {
      if (candidate.get("model").asText().equals(name) && candidate.get("step").asInt() == step) {
        return candidate;
      }
    }
    throw new AssertionError("no step " + step + " of " + name);
  }

  private static HetOnlyVae model(String name, int epoch) {
    ModelSpec spec = GoldenModel.spec(name, DATA.pixels().encoder().length);
    return new HetOnlyVae(engine, spec, checkpoint(name, epoch, spec).weights());
  }

  private static ModelCheckpoint checkpoint(String name, int epoch, ModelSpec spec) {
    Path file = Golden.file(name + "/weights." + epoch + ".pkl");
    return ModelCheckpoint.read(file, spec);
  }

  private static TrainingBatch batch(ModelSpec spec) {
    BatchBuilder builder = GoldenModel.builder(DATA, spec);
    builder.fill(IntStream.range(0, 8).toArray());
    return builder.batch();
  }
}
