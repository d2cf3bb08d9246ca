package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.core.device.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is made only in part, as where memory is short, leaves no native arrays. */
class FailedConstructionTest {

  private static final Engine ENGINE = Engine.start(1, true);

  private static ModelSpec spec(EncoderKind encoder, PositionalEncoding.Type encoding) {
    return new ModelSpec(
        8, 2, 64, encoder, 1, 8, 1, 8, encoding, 2, 0.5, Domain.HARTLEY, Activation.RELU, 0.5);
  }

  private static void leavesNothing(Class<? extends Throwable> failure, Executable construction) {
    int live = Engine.liveArrays();
    assertThrows(failure, construction);
    assertEquals(live, Engine.liveArrays());
  }

  @Test
  void modelWhoseDecoderFails() {
    ModelSpec gaussian = spec(EncoderKind.NONE, PositionalEncoding.Type.GAUSSIAN);
    ModelWeights noFrequencies =
        new ModelWeights(ModelWeights.random(gaussian, 1).values(), new float[3]);
    leavesNothing(RuntimeException.class, () -> new NeuralVolume(ENGINE, gaussian, noFrequencies));
  }

  @Test
  void modelsOfTheOtherKind() {
    ModelSpec without = spec(EncoderKind.NONE, PositionalEncoding.Type.NONE);
    leavesNothing(
        RuntimeException.class,
        () -> new HetOnlyVae(ENGINE, without, ModelWeights.random(without, 1)));
    ModelSpec with = spec(EncoderKind.RESIDUAL, PositionalEncoding.Type.NONE);
    leavesNothing(
        IllegalArgumentException.class,
        () -> new NeuralVolume(ENGINE, with, ModelWeights.random(with, 1)));
  }

  @Test
  void replicasOneOfWhichFails() {
    ModelSpec spec = spec(EncoderKind.RESIDUAL, PositionalEncoding.Type.NONE);
    List<Engine> made = new ArrayList<>();
    leavesNothing(
        OutOfMemoryError.class,
        () ->
            new Replicas<>(
                List.of(ENGINE, ENGINE),
                engine -> {
                  made.add(engine);
                  if (made.size() == 2) {
                    throw new OutOfMemoryError("the second");
                  }
                  return new HetOnlyVae(engine, spec, ModelWeights.random(spec, 1));
                },
                GradientReduction.LOCAL));
    assertEquals(2, made.size());
  }

  @Test
  void optimiserWhoseSecondMomentFails() {
    ModelSpec spec = spec(EncoderKind.RESIDUAL, PositionalEncoding.Type.NONE);
    int size = new ParameterLayout(spec).size();
    Adam.State state =
        new Adam.State(1, ParameterValues.zeros(size), ParameterValues.zeros(size - 1));
    try (HetOnlyVae model = new HetOnlyVae(ENGINE, spec, ModelWeights.random(spec, 1))) {
      leavesNothing(IllegalArgumentException.class, () -> new Adam(model, 1e-3, 0, state));
    }
  }
}
