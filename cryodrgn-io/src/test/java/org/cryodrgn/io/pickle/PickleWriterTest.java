package org.cryodrgn.io.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PickleWriterTest {

  /** Bytes of every value, and more of them than are encoded at once. */
  @Test
  void bytesAreWrittenAsTheTextThatJavaMakesOfLatin1() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    byte[] text = new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PickleWriter(out).pickle(bytes);
    byte[] written = out.toByteArray();

    int length = 2 + "c_codecs\nencode\n(X".length();
    int start = length + 4;
    assertEquals(
        text.length, ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getInt(length));
    assertArrayEquals(text, Arrays.copyOfRange(written, start, start + text.length));
  }
}
