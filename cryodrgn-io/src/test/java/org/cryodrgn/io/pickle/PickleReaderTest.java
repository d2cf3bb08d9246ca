package org.cryodrgn.io.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cryodrgn.io.numpy.NumpyArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that Python made by src/test-data/pickle/make.py, and the same after our writer. */
class PickleReaderTest {

  private static final Path FOLDER = Path.of(System.getProperty("cryodrgn.test-data"), "pickle");

  @TempDir Path temp;

  static Stream<Path> files() {
    return Stream.of("numpy1", "numpy2")
        .flatMap(
            prefix ->
                Stream.of(0, 1, 2, 3, 4, 5)
                    .map(p -> FOLDER.resolve(prefix + ".protocol" + p + ".pkl")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsWhatPythonWrote(Path file) {
    check(PickleReader.readAll(file));
  }

  @ParameterizedTest
  @MethodSource("files")
  void writesWhatItReads(Path file) {
    Path copy = temp.resolve("copy.pkl");
    PickleWriter.write(copy, PickleReader.readAll(file).toArray());
    check(PickleReader.readAll(copy));
  }

  private static void check(List<Object> pickles) {
    assertEquals(2, pickles.size());
    arrays((Map<?, ?>) pickles.get(0));
    values((Map<?, ?>) pickles.get(1));
  }

  private static void arrays(Map<?, ?> arrays) {
    for (String dtype : "b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 >i4 >f8 >f2 >u8".split(" ")) {
      double[] expected =
          dtype.equals("b1") ? new double[] {0, 1, 0, 1, 0, 1} : new double[] {0, 1, 2, 3, 4, 5};
      for (String order : List.of("", "F")) {
        NumpyArray array = (NumpyArray) arrays.get(order + dtype);
        assertEquals(dtype.replace(">", ""), array.dtype());
        assertArrayEquals(new int[] {2, 3}, array.shape());
        assertArrayEquals(expected, array.toDoubles());
      }
    }
    NumpyArray strided = (NumpyArray) arrays.get("strided");
    assertArrayEquals(new int[] {2, 2, 2}, strided.shape());
    assertArrayEquals(new double[] {1, 9, 13, 21, 2, 10, 14, 22}, strided.toDoubles());
    NumpyArray cube = (NumpyArray) arrays.get("cube F");
    assertArrayEquals(new int[] {2, 3, 4}, cube.shape());
    for (int i = 0; i < 24; i++) {
      assertEquals(i, cube.toDoubles()[i]);
    }
    assertArrayEquals(new int[] {4, 0, 5}, ((NumpyArray) arrays.get("empty")).shape());
    assertArrayEquals(new int[0], ((NumpyArray) arrays.get("zero-dim")).shape());
    assertArrayEquals(new double[] {2.5}, ((NumpyArray) arrays.get("zero-dim")).toDoubles());
  }

  private static void values(Map<?, ?> values) {
    BigInteger two = BigInteger.TWO;
    assertEquals(
        List.of(
            0L,
            1L,
            -1L,
            255L,
            256L,
            65535L,
            65536L,
            (long) Integer.MIN_VALUE,
            1L << 31,
            1L << 62,
            Long.MIN_VALUE,
            two.pow(63),
            two.pow(80).negate()),
        values.get("int"));
    assertEquals(List.of(0.0, -1.5, 1e300, Double.POSITIVE_INFINITY), values.get("float"));
    Object[] flags = (Object[]) values.get("bool");
    assertEquals(true, flags[0]);
    assertEquals(false, flags[1]);
    assertNull(flags[2]);
    assertEquals(
        List.of("", "a", "Å µm \uD83D\uDE00 \\u0041 \n", "x".repeat(300)), values.get("text"));
    List<?> bytes = (List<?>) values.get("bytes");
    assertArrayEquals(new byte[0], (byte[]) bytes.get(0));
    assertArrayEquals("abc\u00ff\0".getBytes(StandardCharsets.ISO_8859_1), (byte[]) bytes.get(1));
    assertEquals(512, ((byte[]) bytes.get(2)).length);
    assertEquals(-1, ((byte[]) bytes.get(2))[511]);
    assertArrayEquals(new byte[] {-128, 'x'}, (byte[]) bytes.get(3));
    List<?> tuples = (List<?>) values.get("tuples");
    for (int i = 0; i < 5; i++) {
      assertEquals(List.of(1L, 2L, 3L, 4L).subList(0, i), Arrays.asList((Object[]) tuples.get(i)));
    }
    assertEquals(Set.of(1L, 2L, 3L), values.get("set"));
    assertEquals(Set.of("a"), values.get("frozenset"));
    assertEquals(List.of("z", "a"), new ArrayList<>(((Map<?, ?>) values.get("dict")).keySet()));
    assertEquals(Map.of("k", List.of(1L)), values.get("defaultdict"));
    assertEquals(List.of(List.of(1L, 2L), List.of(1L, 2L)), values.get("shared"));
    assertEquals(List.of(0.5, -7L, true, 0.1, 3.0), values.get("scalar"));
  }

  /** numpy.array(["open", "closed", "Å", "", "open"]) at protocols 2, 4 and 5, and big-endian. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gAJjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEB"
            + "SwCFcQJjX2NvZGVjcwplbmNvZGUKcQNYAQAAAGJxBFgGAAAAbGF0aW4xcQWGcQZScQeHcQhScQko"
            + "SwFLBYVxCmNudW1weQpkdHlwZQpxC1gCAAAAVTZxDImIh3ENUnEOKEsDWAEAAAA8cQ9OTk5LGEsE"
            + "Swh0cRBiiWgDWHkAAABvAAAAcAAAAGUAAABuAAAAAAAAAAAAAABjAAAAbAAAAG8AAABzAAAAZQAA"
            + "AGQAAADDhQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAbwAA"
            + "AHAAAABlAAAAbgAAAAAAAAAAAAAAcRFoBYZxElJxE3RxFGIu",
        "gASV+gAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVt"
            + "cHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwWFlGgDjAVkdHlwZZSTlIwCVTaUiYiHlFKU"
            + "KEsDjAE8lE5OTksYSwRLCHSUYolDeG8AAABwAAAAZQAAAG4AAAAAAAAAAAAAAGMAAABsAAAAbwAA"
            + "AHMAAABlAAAAZAAAAMUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAG8AAABwAAAAZQAAAG4AAAAAAAAAAAAAAJR0lGIu",
        "gAWV5QAAAAAAAACMEm51bXB5LmNvcmUubnVtZXJpY5SMC19mcm9tYnVmZmVylJOUKJZ4AAAAAAAA"
            + "AG8AAABwAAAAZQAAAG4AAAAAAAAAAAAAAGMAAABsAAAAbwAAAHMAAABlAAAAZAAAAMUAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAG8AAABwAAAAZQAAAG4AAAAA"
            + "AAAAAAAAAJSMBW51bXB5lIwFZHR5cGWUk5SMAlU2lImIh5RSlChLA4wBPJROTk5LGEsESwh0lGJL"
            + "BYWUjAFDlHSUUpQu",
        "gASV+gAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVt"
            + "cHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwWFlGgDjAVkdHlwZZSTlIwCVTaUiYiHlFKU"
            + "KEsDjAE+lE5OTksYSwRLCHSUYolDeAAAAG8AAABwAAAAZQAAAG4AAAAAAAAAAAAAAGMAAABsAAAA"
            + "bwAAAHMAAABlAAAAZAAAAMUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAG8AAABwAAAAZQAAAG4AAAAAAAAAAJR0lGIu"
      })
  void readsARowOfText(String base64) throws IOException {
    Path file = Files.write(temp.resolve("text.pkl"), Base64.getDecoder().decode(base64));
    assertEquals(List.of(List.of("open", "closed", "Å", "", "open")), PickleReader.readAll(file));
  }

  /** numpy.array(['open', 'closed', 'open'], dtype=object) of NumPy 1.26, protocols 2 and 4. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gAJjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCF"
            + "cQJjX2NvZGVjcwplbmNvZGUKcQNYAQAAAGJxBFgGAAAAbGF0aW4xcQWGcQZScQeHcQhScQkoSwFLA4Vx"
            + "CmNudW1weQpkdHlwZQpxC1gCAAAATzhxDImIh3ENUnEOKEsDWAEAAAB8cQ9OTk5K/////0r/////Sz90"
            + "cRBiiV1xEShYBAAAAG9wZW5xElgGAAAAY2xvc2VkcRNoEmV0cRRiLg==",
        "gASVmwAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmU"
            + "jAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwOFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8"
            + "lE5OTkr/////Sv////9LP3SUYoldlCiMBG9wZW6UjAZjbG9zZWSUaBNldJRiLg=="
      })
  void readsARowOfTextThatPandasKept(String base64) throws IOException {
    Path file = Files.write(temp.resolve("text.pkl"), Base64.getDecoder().decode(base64));
    assertEquals(List.of(List.of("open", "closed", "open")), PickleReader.readAll(file));
  }

  /** {@code pickle.dump([numpy.int64(0), numpy.int64(1), ...])}, as of indices picked in a loop. */
  @Test
  void readsMillionsOfNumpyNumbersInAList() throws IOException {
    int count = 1_200_000;
    String head =
        "\u0080\u0004]\u0094(\u008c\u0015numpy.core.multiarray\u0094\u008c\u0006scalar\u0094\u0093"
            + "\u0094\u008c\u0005numpy\u0094\u008c\u0005dtype\u0094\u0093\u0094\u008c\u0002i8\u0094"
            + "\u0089\u0088\u0087\u0094R\u0094(K\u0003\u008c\u0001<\u0094NNNJ\u00ff\u00ff\u00ff\u00ffJ"
            + "\u00ff\u00ff\u00ff\u00ffK\u0000t\u0094b00";
    Path file = temp.resolve("ind.pkl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      byte[] number =
          "h\u0003h\u0009C\u0008________\u0094\u0086\u0094R\u0094"
              .getBytes(StandardCharsets.ISO_8859_1);
      for (long i = 0; i < count; i++) {
        ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).putLong(6, i);
        out.write(number);
      }
      out.write("e.".getBytes(StandardCharsets.ISO_8859_1));
    }
    List<?> numbers = (List<?>) PickleReader.readAll(file).get(0);
    assertEquals(count, numbers.size());
    assertEquals(count - 1L, numbers.get(count - 1));
  }
}
