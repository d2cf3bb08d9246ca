package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.ParameterValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  private static TrainingSettings settings(boolean evenLatents) {
    return new TrainingSettings(
        1,
        new Recipe(1, 1, 0, 0, 8, evenLatents),
        8,
        1e-3,
        0,
        BetaSchedule.NONE,
        Double.NaN,
        5,
        5,
        1,
        100);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beginWithTheWeightsOfTheirRecipe(boolean evenLatents) {
    ModelSpec spec = SmallTraining.spec();
    TrainingSettings settings = settings(evenLatents);
    ModelWeights drawn = ModelWeights.random(spec, 5);
    float[] expected = (evenLatents ? drawn.withEvenLatents(spec) : drawn).values().toArray();
    int live = Engine.liveArrays();
    try (Networks<HetOnlyVae> networks =
        Networks.of(
            Devices.one(Engine.start(1, true)),
            spec,
            settings,
            Optional.empty(),
            HetOnlyVae::new)) {
      assertArrayEquals(expected, networks.model().weights().values().toArray());
    }
    assertEquals(live, Engine.liveArrays());
  }

  @Test
  void modelsGoWhereTheirOptimiserFails() {
    ModelSpec spec = SmallTraining.spec();
    ModelWeights weights = ModelWeights.random(spec, 5);
    int size = weights.values().size();
    Adam.State moments =
        new Adam.State(1, ParameterValues.zeros(size), ParameterValues.zeros(size - 1));
    ModelCheckpoint checkpoint =
        new ModelCheckpoint(
            1,
            weights,
            Optional.of(new ModelCheckpoint.Optimiser(moments, 1e-3, 0)),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            EpochProgress.NONE,
            MixedPrecision.State.INITIAL);
    Devices devices = Devices.one(Engine.start(1, true));
    int live = Engine.liveArrays();
    assertThrows(
        IllegalArgumentException.class,
        () -> Networks.of(devices, spec, settings(true), Optional.of(checkpoint), HetOnlyVae::new));
    assertEquals(live, Engine.liveArrays());
  }
}
