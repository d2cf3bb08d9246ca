package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beginWithTheWeightsOfTheirRecipe(boolean evenLatents) {
    ModelSpec spec = SmallTraining.spec();
    TrainingSettings settings =
        new TrainingSettings(
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
}
