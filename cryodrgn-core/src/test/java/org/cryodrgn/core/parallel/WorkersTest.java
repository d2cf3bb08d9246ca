package org.cryodrgn.core.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void theLeastOfWhatIsGivenCounts() {
    assertEquals(64, Workers.available(64, Map.of()));
    assertEquals(4, Workers.available(64, Map.of("SLURM_CPUS_PER_TASK", "4")));
    assertEquals(
        2, Workers.available(64, Map.of("SLURM_CPUS_PER_TASK", "4", "OMP_NUM_THREADS", "2")));
    assertEquals(1, Workers.available(1, Map.of("SLURM_CPUS_PER_TASK", "4")));
    assertEquals(8, Workers.available(8, Map.of("OMP_NUM_THREADS", "0")));
  }

  @Test
  void everyTaskRunsOnce() {
    int[] runs = new int[1000];
    AtomicInteger workers = new AtomicInteger();
    Workers.run(
        runs.length,
        4,
        () -> {
          workers.incrementAndGet();
          return task -> runs[task]++;
        });
    int[] once = new int[1000];
    Arrays.fill(once, 1);
    assertArrayEquals(once, runs);
    assertTrue(workers.get() <= 4);
  }

  @Test
  void oneThreadIsTheCallers() {
    Thread caller = Thread.currentThread();
    Workers.run(3, 1, () -> task -> assertEquals(caller, Thread.currentThread()));
  }

  @Test
  void aFailureStopsTheRestAndIsThrown() {
    AtomicInteger done = new AtomicInteger();
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                Workers.run(
                    1_000_000,
                    2,
                    () ->
                        task -> {
                          if (task == 5) {
                            throw new IllegalStateException("task 5");
                          }
                          done.incrementAndGet();
                        }));
    assertEquals("task 5", failure.getMessage());
    assertTrue(done.get() < 999_999);
  }
}
