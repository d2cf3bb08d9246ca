package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.ParameterValues;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.torch.AdamState;
import org.cryodrgn.io.torch.Checkpoint;
import org.cryodrgn.io.torch.Tensor;
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
        OptionalLong.of(6),
        Optional.of("batches of 8"),
        Optional.of(ParticleSelection.of(9, new int[] {7, 3}).mark()),
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
    assertArrayEquals(WEIGHTS.values().toArray(), read.weights().values().toArray());
    assertArrayEquals(WEIGHTS.randomFrequencies(), read.weights().randomFrequencies());
    assertEquals(written.optimiser(), read.optimiser());
    assertEquals(written.seed(), read.seed());
    assertEquals(written.shuffleSeed(), read.shuffleSeed());
    assertEquals(written.recipe(), read.recipe());
    assertEquals(written.epochs(), read.epochs());
    assertEquals(written.steps(), read.steps());
    assertEquals(written.particles(), read.particles());
    assertEquals(written.precision(), read.precision());
    assertArrayEquals(new float[] {1, 2, 3, 4}, read.tables().get("z").values());
  }

  /** Whatever stands in the place of a number of ours, the file is at fault, not the program. */
  @Test
  void entriesThatCannotBeAreRefused() {
    Path file = folder.resolve("weights.4.pkl");
    new ModelCheckpoint(
            4,
            WEIGHTS,
            Optional.empty(),
            OptionalLong.of(1),
            OptionalLong.of(2),
            Optional.of(Recipe.FAST),
            OptionalLong.of(6),
            Optional.of("batches of 8"),
            Optional.of(ParticleSelection.all(9).mark()),
            Map.of("z", ParticleTable.State.initial(2, new float[] {1, 2, 3, 4})),
            new EpochProgress("o", 3, 40, 39, new Losses(1, 2, 3), new int[] {5}),
            new MixedPrecision.State(1024, 7, 2))
        .write(file, SmallTraining.spec());
    Checkpoint good = Checkpoint.read(file);
    int refused = 0;
    for (Map.Entry<String, Object> entry : good.extra().entrySet()) {
      for (Object value : changed(entry.getValue())) {
        Map<String, Object> extra = new LinkedHashMap<>(good.extra());
        extra.put(entry.getKey(), value);
        new Checkpoint(4, good.model(), good.optimizer(), extra).write(file);
        try {
          ModelCheckpoint.read(file, SmallTraining.spec());
        } catch (DataException e) {
          assertTrue(e.getMessage().startsWith(file + ": tells what no training"), e.getMessage());
          refused++;
        }
      }
    }
    assertTrue(refused > 60, refused + " refused");
  }

  @Test
  void sharesOfARecipeThatCannotBeAreRefused() {
    Path file = folder.resolve("weights.4.pkl");
    checkpoint(MixedPrecision.State.INITIAL).write(file, SmallTraining.spec());
    Checkpoint good = Checkpoint.read(file);
    for (int share = 0; share < 4; share++) {
      for (double value : new double[] {-0.1, 1.1, Double.NaN}) {
        List<Object> recipe = new ArrayList<>((List<?>) good.extra().get("recipe"));
        recipe.set(share, value);
        Map<String, Object> extra = new LinkedHashMap<>(good.extra());
        extra.put("recipe", recipe);
        new Checkpoint(4, good.model(), good.optimizer(), extra).write(file);
        DataException error =
            assertThrows(
                DataException.class, () -> ModelCheckpoint.read(file, SmallTraining.spec()));
        assertTrue(error.getMessage().contains("a share outside of (0, 1]"), error.getMessage());
      }
    }
  }

  @Test
  void aTensorOfAnotherShapeIsNamed() {
    Path file = folder.resolve("weights.4.pkl");
    checkpoint(MixedPrecision.State.INITIAL).write(file, SmallTraining.spec());
    Checkpoint good = Checkpoint.read(file);
    for (String name : good.model().keySet()) {
      Map<String, Tensor> model = new LinkedHashMap<>(good.model());
      model.put(name, Tensor.scalar(1));
      new Checkpoint(4, model, good.optimizer(), good.extra()).write(file);
      DataException error =
          assertThrows(DataException.class, () -> ModelCheckpoint.read(file, SmallTraining.spec()));
      assertTrue(
          error.getMessage().contains(name + "): the weights have shape []"), error.getMessage());
    }
  }

  /** Of weights and moments, in every tensor, the first value and the last. */
  @Test
  void aTensorThatIsNotFiniteIsNamed() {
    Path file = folder.resolve("weights.4.pkl");
    ParameterValues zeros = ParameterValues.zeros(WEIGHTS.values().size());
    ModelCheckpoint whole = checkpoint(MixedPrecision.State.INITIAL);
    new ModelCheckpoint(
            whole.epoch(),
            whole.weights(),
            Optional.of(new ModelCheckpoint.Optimiser(new Adam.State(9, zeros, zeros), 1e-4, 0)),
            whole.seed(),
            whole.shuffleSeed(),
            whole.recipe(),
            whole.epochs(),
            whole.steps(),
            whole.particles(),
            whole.tables(),
            whole.progress(),
            whole.precision())
        .write(file, SmallTraining.spec());
    Checkpoint good = Checkpoint.read(file);
    ModelCheckpoint.read(file, SmallTraining.spec());
    AdamState adam = good.optimizer().orElseThrow();
    List<String> names = new ArrayList<>(good.model().keySet());
    for (int i = 0; i < names.size(); i++) {
      for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
        Map<String, Tensor> model = new LinkedHashMap<>(good.model());
        model.put(names.get(i), with(value, true, model.get(names.get(i))));
        new Checkpoint(4, model, good.optimizer(), good.extra()).write(file);
        requireRefused(file, names.get(i));
        AdamState.Moments moments = adam.moments().get(i);
        if (moments != null) {
          Map<Integer, AdamState.Moments> other = new LinkedHashMap<>(adam.moments());
          other.put(
              i,
              new AdamState.Moments(
                  9, with(value, false, moments.average()), moments.squareAverage()));
          write(file, good, new AdamState(other, adam.groups()));
          requireRefused(file, "first moment of " + names.get(i));
          other.put(
              i,
              new AdamState.Moments(
                  9, moments.average(), with(value, true, moments.squareAverage())));
          write(file, good, new AdamState(other, adam.groups()));
          requireRefused(file, "second moment of " + names.get(i));
        }
      }
    }
  }

  private static void write(Path file, Checkpoint good, AdamState adam) {
    new Checkpoint(4, good.model(), Optional.of(adam), good.extra()).write(file);
  }

  /** A copy with another value first or last. */
  private static Tensor with(float value, boolean last, Tensor tensor) {
    float[] values = tensor.toArray();
    values[last ? values.length - 1 : 0] = value;
    return Tensor.of(values, tensor.shape());
  }

  private static void requireRefused(Path file, String what) {
    DataException error =
        assertThrows(DataException.class, () -> ModelCheckpoint.read(file, SmallTraining.spec()));
    assertTrue(
        error
            .getMessage()
            .startsWith("%s (%s): holds NaN or infinite values. ".formatted(file, what)),
        error.getMessage());
  }

  /** The value with one of its parts replaced, in all ways. */
  private static List<Object> changed(Object value) {
    List<Object> all = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        for (Object part : changed(map.get(key))) {
          Map<Object, Object> copy = new LinkedHashMap<>(map);
          copy.put(key, part);
          all.add(copy);
        }
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        for (Object part : changed(list.get(i))) {
          List<Object> copy = new ArrayList<>(list);
          copy.set(i, part);
          all.add(copy);
        }
      }
      all.add(list.subList(1, list.size()));
    } else if (value instanceof Tensor) {
      all.add(Tensor.of(new float[] {1, 2, 3}, new int[] {3}));
      all.add(Tensor.of(new float[] {1, 2, 3}, new int[] {1, 3}));
      all.add(Tensor.of(new float[0], new int[] {0, 0}));
    }
    all.addAll(
        Arrays.asList(
            -1L, 1L << 40, Long.MIN_VALUE, -0.5, 1e300, Double.NaN, "x", null, List.of()));
    return all;
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
