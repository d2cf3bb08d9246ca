package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.io.torch.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckpointTest {

  private static final ModelWeights WEIGHTS = ModelWeights.random(SmallTraining.spec(), 3);

  @TempDir Path folder;

  private static ModelCheckpoint checkpoint(MixedPrecision.State precision) {
    return new ModelCheckpoint(
        4,
        WEIGHTS,
        Optional.empty(),
        OptionalLong.of(1L << 40),
        OptionalLong.of(-2),
        Optional.of(new Recipe(0.5, 0.25, 0.125, 0.75, 3, true)),
        Map.of("z", ParticleTable.State.initial(2, new float[] {1, 2, 3, 4})),
        EpochProgress.NONE,
        precision);
  }

  @Test
  void isReadAsItWasWritten() {
    ModelCheckpoint written = checkpoint(new MixedPrecision.State(1024, 7, 2));
    Path file = folder.resolve("weights.4.pkl");
    written.write(file, SmallTraining.spec());
    ModelCheckpoint read = ModelCheckpoint.read(file, SmallTraining.spec());
    assertEquals(4, read.epoch());
    assertArrayEquals(WEIGHTS.values(), read.weights().values());
    assertArrayEquals(WEIGHTS.randomFrequencies(), read.weights().randomFrequencies());
    assertEquals(written.optimiser(), read.optimiser());
    assertEquals(written.seed(), read.seed());
    assertEquals(written.shuffleSeed(), read.shuffleSeed());
    assertEquals(written.recipe(), read.recipe());
    assertEquals(written.precision(), read.precision());
    assertArrayEquals(new float[] {1, 2, 3, 4}, read.tables().get("z").values());
  }

  /** What a run never used is no entry of its file. */
  @Test
  void precisionThatWasNeverMixedIsNotTold() {
    Path file = folder.resolve("weights.4.pkl");
    checkpoint(MixedPrecision.State.INITIAL).write(file, SmallTraining.spec());
    assertEquals(false, Checkpoint.read(file).extra().keySet().toString().contains("precision"));
    assertEquals(
        MixedPrecision.State.INITIAL, ModelCheckpoint.read(file, SmallTraining.spec()).precision());
  }
}
