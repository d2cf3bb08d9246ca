package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

  private static final int BOX = 128;

  /** So many images of this box have slices of more than 2 GiB. */
  private static final int IMAGES = 14_000;

  private static TrainingData data() {
    HartleyImages images =
        new HartleyImages() {
          @Override
          public int size() {
            return IMAGES;
          }

          @Override
          public void read(int[] particles, float[] values) {}
        };
    return new TrainingData(
        ParticleSelection.all(IMAGES),
        images,
        new ImagePixels(BOX, 0),
        new Poses(new double[9 * IMAGES], new double[2 * IMAGES]),
        null,
        false);
  }

  @Test
  void leavesNothingWhereABatchIsTooLarge() {
    ModelSpec spec =
        new ModelSpec(
            BOX,
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
    try (NeuralVolume model =
        new NeuralVolume(Engine.start(1, true), spec, ModelWeights.random(spec, 1))) {
      int live = Engine.liveArrays();
      int open = Engine.openScopes();
      // On a CPU a batch lies in Java's own memory: its scope alone tells.
      assertThrows(DataException.class, () -> new BatchPipeline(data(), model, IMAGES, 1));
      assertEquals(live, Engine.liveArrays());
      assertEquals(open, Engine.openScopes());
    }
  }
}
