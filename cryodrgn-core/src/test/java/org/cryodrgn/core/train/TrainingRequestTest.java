package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.cryodrgn.core.device.Devices;
import org.junit.jupiter.api.Test;

class TrainingRequestTest {

  private static TrainingRequest.Machine machine(int threads, OptionalInt workers, boolean lazy) {
    MemorySettings memory = new MemorySettings(0, lazy, null, null);
    return new TrainingRequest.Machine(threads, workers, memory, Devices::one);
  }

  private static int workers(int threads, boolean lazy, boolean onGpu) {
    return machine(threads, OptionalInt.empty(), lazy).workers(onGpu);
  }

  @Test
  void cpuHasOneWorkerOrTwoThatWaitForTheDisk() {
    assertEquals(1, workers(16, false, false));
    assertEquals(2, workers(16, true, false));
  }

  @Test
  void gpuIsFedByAllThreadsButOneUpToEight() {
    assertEquals(1, workers(1, false, true));
    assertEquals(3, workers(4, true, true));
    assertEquals(8, workers(16, false, true));
  }

  @Test
  void whatIsAskedForGoesFirst() {
    assertEquals(3, machine(16, OptionalInt.of(3), true).workers(true));
    assertEquals(3, machine(16, OptionalInt.of(3), true).workers(false));
  }
}
