package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

/** With a clock of its own, and a process that does not end. */
class StopSignalsTest {

  private final List<Integer> ended = new ArrayList<>();
  private long now;
  private final StopSignals signals = new StopSignals(() -> now, ended::add);

  private void receive(String signal, long atMilliseconds) {
    now = Long.MAX_VALUE - 500_000_000 + atMilliseconds * 1_000_000;
    signals.receive(new Signal(signal));
  }

  /** As {@code timeout} and batch systems send it: to a script and to all that it has started. */
  @Test
  void aSignalThatComesTwiceIsOneRequest() {
    receive("USR1", 0);
    assertTrue(signals.requested());
    receive("USR1", 0);
    receive("TERM", 999);
    assertEquals(List.of(), ended);
    assertEquals(75, signals.exitCode());
    assertFalse(signals.endAtOnce());
  }

  @Test
  void aLaterSignalEndsTheProcess() {
    receive("TERM", 0);
    assertEquals(List.of(), ended);
    receive("INT", 1000);
    assertEquals(List.of(130), ended);
    assertEquals(143, signals.exitCode());
  }

  @Test
  void whereThereIsNothingToSaveTheFirstEndsIt() {
    assertTrue(signals.endAtOnce());
    receive("USR2", 0);
    assertEquals(List.of(75), ended);
    assertFalse(signals.requested());
  }
}
