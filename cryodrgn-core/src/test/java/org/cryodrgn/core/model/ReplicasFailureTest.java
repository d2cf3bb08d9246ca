package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cryodrgn.core.device.Engine;
import org.junit.jupiter.api.Test;

/** What becomes of the others where one replica fails with more than an exception. */
class ReplicasFailureTest {

  private static Replicas<NeuralVolume> two() {
    Engine engine = Engine.start(1, true);
    return new Replicas<>(
        List.of(engine, engine),
        each ->
            new NeuralVolume(each, SmallDecoder.SPEC, ModelWeights.random(SmallDecoder.SPEC, 1)),
        GradientReduction.LOCAL);
  }

  /** The caller frees what they work with. */
  @Test
  void allHaveEndedWhenAnErrorOfTheFirstIsThrown() {
    Thread caller = Thread.currentThread();
    AtomicBoolean thrown = new AtomicBoolean();
    AtomicBoolean ended = new AtomicBoolean();
    try (Replicas<NeuralVolume> replicas = two()) {
      assertThrows(
          LinkageError.class,
          () ->
              replicas.run(
                  2,
                  (model, part) -> {
                    if (part == 0) {
                      throw new LinkageError("the first");
                    }
                    while (caller.getState() != Thread.State.WAITING && !thrown.get()) {
                      Thread.onSpinWait();
                    }
                    ended.set(true);
                  }));
      assertTrue(ended.get());
    } finally {
      thrown.set(true);
    }
  }

  @Test
  void anErrorOfAnotherIsThrownAsItIs() {
    try (Replicas<NeuralVolume> replicas = two()) {
      LinkageError error =
          assertThrows(
              LinkageError.class,
              () ->
                  replicas.run(
                      2,
                      (model, part) -> {
                        if (part == 1) {
                          throw new LinkageError("another");
                        }
                      }));
      assertEquals("another", error.getMessage());
    }
  }
}
