package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cryodrgn.io.torch.Checkpoint;
import org.junit.jupiter.api.Test;

class ParticleTableTest {

  /** Three particles of one number, started at 1, 2, 3. */
  private static ParticleTable table(boolean sparse) {
    return new ParticleTable(ParticleTable.State.initial(1, new float[] {1, 2, 3}), 0.1, sparse);
  }

  /** Gradients 0.5 for 0, then -0.25 for 2, then 1 for 0 and 2: numbers of PyTorch 2.13. */
  private static void threeSteps(ParticleTable table) {
    table.step(new int[] {0}, new float[] {0.5f});
    table.step(new int[] {2}, new float[] {-0.25f});
    table.step(new int[] {2, 0}, new float[] {1, 1});
  }

  @Test
  void agreesWithTorchAdamOnTheWholeTable() {
    ParticleTable table = table(false);
    threeSteps(table);
    assertArrayEquals(
        new float[] {0.75270039f, 2, 3.0263824f}, table.read(new int[] {0, 1, 2}), 1e-6f);
  }

  @Test
  void agreesWithTorchSparseAdam() {
    ParticleTable table = table(true);
    threeSteps(table);
    assertArrayEquals(
        new float[] {0.81714284f, 2, 3.0263822f}, table.read(new int[] {0, 1, 2}), 1e-6f);
  }

  /** A row that misses a thousand steps ends where a gradient of 0 at each of them takes it. */
  @Test
  void aRowThatWaitedIsWhereStepsWithoutGradientTakeIt() {
    ParticleTable waiting = table(false);
    ParticleTable stepping = table(false);
    waiting.step(new int[] {0}, new float[] {3});
    stepping.step(new int[] {0}, new float[] {3});
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < 1000; step++) {
      float gradient = (float) random.nextGaussian();
      waiting.step(new int[] {1}, new float[] {gradient});
      stepping.step(new int[] {0, 1}, new float[] {0, gradient});
    }
    assertArrayEquals(stepping.read(new int[] {0, 1}), waiting.read(new int[] {0, 1}), 1e-5f);
    ParticleTable.State one = stepping.state();
    ParticleTable.State other = waiting.state();
    assertEquals(1001, other.steps());
    assertEquals(1, other.secondMoment()[0] / one.secondMoment()[0], 1e-3);
  }

  @Test
  void goesOnFromItsState() {
    ParticleTable whole = table(false);
    threeSteps(whole);
    ParticleTable first = table(false);
    first.step(new int[] {0}, new float[] {0.5f});
    first.step(new int[] {2}, new float[] {-0.25f});
    ParticleTable second = new ParticleTable(first.state(), 0.1, false);
    second.step(new int[] {2, 0}, new float[] {1, 1});
    assertArrayEquals(whole.state().values(), second.state().values(), 1e-7f);
  }

  /**
   * To the bit, and whatever is read of it meanwhile, though its rows wait longer than they move.
   */
  @Test
  void goesOnFromItsStateAsIfItHadNotBeenSaved() {
    ParticleTable whole = table(false);
    ParticleTable parts = table(false);
    SplittableRandom random = new SplittableRandom(2);
    for (int step = 0; step < 2000; step++) {
      // Row 0 has steps at the beginning and at the end alone; row 2 never.
      int particle = step < 5 || step > 1990 ? 0 : 1;
      float gradient = (float) random.nextGaussian();
      whole.step(new int[] {particle}, new float[] {gradient});
      parts.step(new int[] {particle}, new float[] {gradient});
      if (step % 450 == 100) {
        parts.rows();
        parts = saved(parts);
      }
    }
    ParticleTable.State expected = whole.state();
    ParticleTable.State actual = parts.state();
    assertArrayEquals(expected.values(), actual.values(), 0);
    assertArrayEquals(expected.firstMoment(), actual.firstMoment(), 0);
    assertArrayEquals(expected.secondMoment(), actual.secondMoment(), 0);
    assertArrayEquals(whole.rows(), parts.rows(), 0);
    assertArrayEquals(whole.read(new int[] {0, 1, 2}), parts.rows(), 0);
  }

  /** As a checkpoint keeps it. */
  private static ParticleTable saved(ParticleTable table) {
    Map<String, Object> entries = new LinkedHashMap<>();
    TableEntries.add(Map.of("z", table.state()), entries);
    Checkpoint checkpoint = new Checkpoint(1, Map.of(), Optional.empty(), entries);
    return new ParticleTable(TableEntries.of(checkpoint).get("z"), 0.1, false);
  }

  @Test
  void missedStepsThatCannotBeAreRefused() {
    for (float[] missed : new float[][] {{0}, {0, 4}, {-1, 0}, {Float.NaN, 0}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ParticleTable.State(1, new float[2], 3, new float[2], new float[2], missed));
    }
  }

  /** Two runs that end alike write the same file, in whatever order their tables came. */
  @Test
  void tablesAreWrittenInOneOrder() {
    ParticleTable.State state = ParticleTable.State.initial(1, new float[2]);
    for (List<String> names : List.of(List.of("a", "b"), List.of("b", "a"))) {
      Map<String, ParticleTable.State> tables = new LinkedHashMap<>();
      names.forEach(name -> tables.put(name, state));
      Map<String, Object> entries = new LinkedHashMap<>();
      TableEntries.add(tables, entries);
      Map<?, ?> written = (Map<?, ?>) entries.values().iterator().next();
      assertEquals("[a, b]", written.keySet().toString());
    }
  }
}
