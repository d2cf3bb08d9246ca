package org.cryodrgn.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {

  @ParameterizedTest
  @CsvSource({
    "8G,8589934592",
    "512m,536870912",
    "1.5K,1536",
    "2T,2199023255552",
    "4GiB,4294967296"
  })
  void unitsAreOf1024(String text, long bytes) {
    assertEquals(bytes, MemorySize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "G", "-1G", "8X", "1e3G", "0G", "999999999999999T", "8 G B"})
  void whatIsNoAmountIsRefused(String text) {
    Exception error = assertThrows(IllegalArgumentException.class, () -> MemorySize.parse(text));
    assertTrue(error.getMessage().contains("'" + text + "'"), error.getMessage());
  }

  @Test
  void amountsAreWrittenForPeople() {
    assertEquals("1 MiB", MemorySize.text(1));
    assertEquals("512 MiB", MemorySize.text(512 << 20));
    assertEquals("1.50 GiB", MemorySize.text(3L << 29));
    assertEquals("200.0 GiB", MemorySize.text(200L << 30));
  }
}
