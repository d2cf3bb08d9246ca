package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.ParameterValues;
import org.junit.jupiter.api.Test;

/** What is asked for goes before what the checkpoint tells, and that before the defaults. */
class TrainingSettingsTest {

  private static final ModelCheckpoint CHECKPOINT =
      new ModelCheckpoint(
          3,
          new ModelWeights(ParameterValues.of(new float[1]), new float[0]),
          Optional.of(new ModelCheckpoint.Optimiser(Adam.State.initial(1), 0.5, 0.25)),
          OptionalLong.of(11),
          OptionalLong.of(12),
          Optional.of(Recipe.FAST),
          OptionalLong.of(4),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          EpochProgress.NONE,
          MixedPrecision.State.INITIAL);

  private static TrainingRequest.Optimisation asked(
      Recipe recipe, Integer batch, Double rate, Long seed, Long shuffleSeed) {
    return new TrainingRequest.Optimisation(
        9,
        Optional.ofNullable(recipe),
        batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
        16,
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
        OptionalDouble.empty(),
        BetaSchedule.NONE,
        Double.NaN,
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        shuffleSeed == null ? OptionalLong.empty() : OptionalLong.of(shuffleSeed),
        Optional.empty());
  }

  private static TrainingSettings settings(
      TrainingRequest.Optimisation asked, Optional<ModelCheckpoint> checkpoint) {
    return TrainingSettings.of(asked, checkpoint, 100);
  }

  @Test
  void beginsWithDefaults() {
    TrainingSettings settings = settings(asked(null, null, null, 5L, null), Optional.empty());
    assertEquals(Recipe.CLASSIC, settings.recipe());
    assertEquals(16, settings.batchSize());
    assertEquals(1e-4, settings.learningRate());
    assertEquals(0, settings.weightDecay());
    assertEquals(5, settings.seed());
    assertEquals(5, settings.shuffleSeed());
  }

  @Test
  void goesOnAsTheCheckpointDid() {
    TrainingSettings settings =
        settings(asked(null, null, null, null, null), Optional.of(CHECKPOINT));
    assertEquals(Recipe.FAST, settings.recipe());
    assertEquals(8, settings.batchSize());
    assertEquals(0.5, settings.learningRate());
    assertEquals(0.25, settings.weightDecay());
    assertEquals(11, settings.seed());
    assertEquals(12, settings.shuffleSeed());
  }

  @Test
  void whatIsAskedForGoesFirst() {
    TrainingSettings settings =
        settings(asked(Recipe.CLASSIC, 4, 0.125, 7L, null), Optional.of(CHECKPOINT));
    assertEquals(Recipe.CLASSIC, settings.recipe());
    assertEquals(4, settings.batchSize());
    assertEquals(0.125, settings.learningRate());
    assertEquals(7, settings.seed());
    assertEquals(7, settings.shuffleSeed());
    assertEquals(
        13, settings(asked(null, null, null, 7L, 13L), Optional.of(CHECKPOINT)).shuffleSeed());
  }

  @Test
  void aStepOfSeveralDevicesTakesABatchOfEach() {
    TrainingSettings settings = settings(asked(null, 4, null, 5L, null), Optional.empty());
    assertEquals(12, settings.on(3, 2).batchSize());
    assertEquals(2, settings.on(3, 2).workers());
    assertEquals(settings, settings.on(1, 1));
  }
}
