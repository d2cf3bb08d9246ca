package org.cryodrgn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressTest {

  @Test
  void lineTellsRateAndTimeLeft() {
    assertEquals(
        "1000 of 4000 particles, 250.0 /s, 0:12 left", Progress.line("particles", 1000, 4000, 4));
    assertEquals("0 of 10 volumes, 0.0 /s, ? left", Progress.line("volumes", 0, 10, 4));
  }

  @Test
  void durationsGrowHours() {
    assertEquals("0:00", Progress.duration(0.2));
    assertEquals("59:59", Progress.duration(3599));
    assertEquals("25:00:01", Progress.duration(25 * 3600 + 1));
  }
}
