package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTextTest {

  @Test
  void oneAloneIsSingular() {
    assertEquals("0 tilt images", CountText.of(0, "tilt image"));
    assertEquals("1 tilt image", CountText.of(1, "tilt image"));
    assertEquals("2 tilt images", CountText.of(2, "tilt image"));
  }
}
