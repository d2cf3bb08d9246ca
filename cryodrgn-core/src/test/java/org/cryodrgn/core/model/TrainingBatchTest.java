package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;

class TrainingBatchTest {

  /** Java's buffers end below 2 GiB, and ours begin where a line of the cache does. */
  @Test
  void whatDoesNotFitIntoOneBufferIsRefused() {
    try (Scope memory = Engine.start(1, true).newScope()) {
      // Three coordinates a point: 8 bytes less than 2 GiB, and 4 bytes more.
      for (int points : new int[] {178956970, 178956971}) {
        String told =
            assertThrows(
                    DataException.class,
                    () -> new TrainingBatch(memory, SmallDecoder.SPEC, 1, points))
                .getMessage();
        String size = points == 178956970 ? "2047" : "2048";
        assertEquals("a batch would take " + size + " MiB in one piece. Lower --batch-size.", told);
      }
    }
  }
}
