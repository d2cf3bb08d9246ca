package org.cryodrgn.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The golden values: what cryoDRGN 4.3 computes on the particles in src/test-data/golden. */
public final class Golden {

  private static final Path FOLDER = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  private Golden() {}

  public static Path file(String name) {
    return FOLDER.resolve(name);
  }

  /** The elements of a float32 .npy file: read here without the reader that is under test. */
  public static float[] floats(String name) {
    byte[] bytes = bytes(name);
    int start = 10 + ((bytes[8] & 0xFF) | (bytes[9] & 0xFF) << 8);
    String header = new String(bytes, 10, start - 10, StandardCharsets.US_ASCII);
    assertTrue(header.contains("'<f4'"), header);
    return littleEndianFloats(bytes, start);
  }

  /** The elements of a boolean .npy file. */
  public static boolean[] booleans(String name) {
    byte[] bytes = bytes(name);
    int start = 10 + ((bytes[8] & 0xFF) | (bytes[9] & 0xFF) << 8);
    boolean[] values = new boolean[bytes.length - start];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[start + i] != 0;
    }
    return values;
  }

  /** The data of a float32 MRC file without an extended header. */
  public static float[] mrc(String name) {
    return littleEndianFloats(bytes(name), 1024);
  }

  /** Compares to a fraction of the largest expected magnitude. */
  public static void assertClose(float[] expected, float[] actual, double relative) {
    assertEquals(expected.length, actual.length);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], relative * largest, "element " + i);
    }
  }

  public static float[] part(float[] values, int from, int count) {
    return Arrays.copyOfRange(values, from, from + count);
  }

  private static float[] littleEndianFloats(byte[] bytes, int start) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, start, bytes.length - start);
    float[] values = new float[(bytes.length - start) / 4];
    buffer.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
