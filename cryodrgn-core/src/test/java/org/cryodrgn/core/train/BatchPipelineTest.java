package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.NeuralVolume;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.Test;

class BatchPipelineTest {

  /** Particles seen along z, of images of zeros. */
  private static TrainingData data(int box, int particles, IntConsumer reading) {
    HartleyImages images =
        new HartleyImages() {
          @Override
          public int size() {
            return particles;
          }

          @Override
          public void read(int[] wanted, float[] values) {
            for (int particle : wanted) {
              reading.accept(particle);
            }
          }
        };
    double[] rotations = new double[9 * particles];
    for (int i = 0; i < rotations.length; i++) {
      rotations[i] = i % 9 % 4 == 0 ? 1 : 0;
    }
    return new TrainingData(
        ParticleSelection.all(particles),
        images,
        new ImagePixels(box, 0),
        new Poses(rotations, new double[2 * particles]),
        null,
        false);
  }

  @Test
  void leavesNothingWhereABatchIsTooLarge() {
    int box = 128;
    int particles = 14_000; // their slices are more than 2 GiB
    ModelSpec spec =
        new ModelSpec(
            box,
            0,
            0,
            EncoderKind.NONE,
            0,
            0,
            1,
            8,
            PositionalEncoding.Type.NONE,
            0,
            0.5,
            Domain.HARTLEY,
            Activation.RELU,
            0.5);
    TrainingData data = data(box, particles, particle -> {});
    try (NeuralVolume model =
        new NeuralVolume(Engine.start(1, true), spec, ModelWeights.random(spec, 1))) {
      int live = Engine.liveArrays();
      int open = Engine.openScopes();
      // On a CPU a batch lies in Java's own memory: its scope alone tells.
      assertThrows(DataException.class, () -> new BatchPipeline(data, model, particles, 1));
      assertEquals(live, Engine.liveArrays());
      assertEquals(open, Engine.openScopes());
    }
  }

  /**
   * The memory that a worker lacks is told as that, not as a defect; batches before it are taken.
   */
  @Test
  void errorOfAWorkerIsThrownAsItIs() {
    int particles = 10;
    TrainingData data =
        data(
            GoldenModel.BOX,
            particles,
            particle -> {
              if (particle == 6) {
                throw new OutOfMemoryError("Java heap space");
              }
            });
    ModelSpec spec = GoldenModel.decoder(0, Domain.FOURIER, Activation.RELU, 0.5);
    List<Integer> ends = new ArrayList<>();
    int live = Engine.liveArrays();
    try (NeuralVolume model =
            new NeuralVolume(Engine.start(1, true), spec, ModelWeights.random(spec, 1));
        BatchPipeline batches = new BatchPipeline(data, model, 4, 2)) {
      assertThrows(
          OutOfMemoryError.class,
          () ->
              batches.forEach(
                  ParticleOrder.sequential(particles),
                  0,
                  BatchPipeline.PointChoice.ALL,
                  (batch, some, end) -> ends.add(end)));
    }
    assertEquals(List.of(4), ends);
    assertEquals(live, Engine.liveArrays());
  }
}
