package org.cryodrgn.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {

  /**
   * By chance alone one in four would, for Java's direct memory begins at multiples of 16 bytes.
   */
  @Test
  void buffersBeginWithALineOfTheCache() {
    List<ByteBuffer> buffers = new ArrayList<>();
    try (Scope scope = Engine.start(1, true).newScope()) {
      for (int values = 1; values <= 40; values++) {
        ByteBuffer buffer = scope.buffer(values);
        assertEquals(values * Float.BYTES, buffer.capacity());
        assertEquals(ByteOrder.nativeOrder(), buffer.order());
        assertEquals(0, buffer.alignmentOffset(0, 64));
        buffers.add(buffer);
      }
    }
  }
}
