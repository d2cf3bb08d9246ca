package org.cryodrgn.io.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IndexFileTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path temp;

  @Test
  void readsAndWritesTheGoldenSelection() {
    NumpyArray golden = (NumpyArray) PickleReader.readAll(GOLDEN.resolve("ind.pkl")).get(0);
    int[] indices = IndexFile.read(GOLDEN.resolve("ind.pkl"), 96);
    assertEquals(5, indices.length);
    for (int i = 0; i < 5; i++) {
      assertEquals(golden.toLongs()[i], indices[i]);
    }

    IndexFile.write(temp.resolve("ind.pkl"), indices);
    NumpyArray written = (NumpyArray) PickleReader.readAll(temp.resolve("ind.pkl")).get(0);
    assertEquals("i8", written.dtype());
    assertArrayEquals(golden.bytes(), written.bytes());
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of(NumpyArray.of(new int[] {4, 0, 2}, 3)),
        Arguments.of(NumpyArray.of(new long[] {4, 0, 2}, 3)),
        Arguments.of(NumpyArray.of(new double[] {4, 0, 2}, 3)),
        Arguments.of(List.of(4, 0, 2)),
        Arguments.of((Object) new Object[] {4, 0, 2}),
        Arguments.of((Object) new Object[] {NumpyArray.of(new long[] {4, 0, 2}, 3)}));
  }

  @ParameterizedTest
  @MethodSource("good")
  void readsArraysListsAndTuples(Object value) {
    PickleWriter.write(temp.resolve("ind.pkl"), value);
    assertArrayEquals(new int[] {4, 0, 2}, IndexFile.read(temp.resolve("ind.pkl"), 5));
  }

  @Test
  void readsSetsTextAndNothing() throws IOException {
    PickleWriter.write(temp.resolve("ind.pkl"), Set.of(7L));
    assertArrayEquals(new int[] {7}, IndexFile.read(temp.resolve("ind.pkl")));
    PickleWriter.write(temp.resolve("ind.pkl"), NumpyArray.of(new double[0], 0));
    assertArrayEquals(new int[0], IndexFile.read(temp.resolve("ind.pkl")));
    assertRefused(temp.resolve("ind.pkl"), "", "selects no particle");
    Files.writeString(temp.resolve("ind.txt"), "# mine\n4 0\n\n2 # last\n");
    assertArrayEquals(new int[] {4, 0, 2}, IndexFile.read(temp.resolve("ind.txt")));
    Files.writeString(temp.resolve("ind.txt"), "4.000000000000000000e+00\n1.2e+01\n");
    assertArrayEquals(new int[] {4, 12}, IndexFile.read(temp.resolve("ind.txt")));
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of(List.of(1, -2), "position 1", "index -2"),
        Arguments.of(List.of(1, 2, 1), "position 2", "a second time"),
        Arguments.of(List.of(1, 10), "position 1", "there are 10 particles"),
        Arguments.of(List.of(1L << 40), "position 0", "there are 10 particles"),
        Arguments.of(List.of(1.0), "position 0", "1.0 where"),
        Arguments.of(NumpyArray.of(new double[] {1, 1.5}, 2), "", "f8 values that are not whole"),
        Arguments.of(NumpyArray.of(new float[] {Float.NaN}, 1), "", "f4 values"),
        Arguments.of(new NumpyArray("b1", new int[] {2}, new byte[2]), "", "flatnonzero"),
        Arguments.of(NumpyArray.of(new int[4], 2, 2), "", "[2, 2]"),
        Arguments.of(Map.of(), "", "a dict"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void namesThePosition(Object value, String place, String problem) {
    Path file = temp.resolve("ind.pkl");
    PickleWriter.write(file, value);
    assertRefused(file, place, problem);
  }

  @Test
  void namesThePositionInText() throws IOException {
    Path file = Files.writeString(temp.resolve("ind.txt"), "3\n4.5\n");
    assertRefused(file, "position 1", "\"4.5\" is no index");
    Files.writeString(file, "1e999999999");
    assertRefused(file, "position 0", "\"1e999999999\" is no index");
    assertRefused(temp.resolve("none.txt"), "", "no such file");
    Files.write(file, new byte[] {'1', ' ', (byte) 0xFF});
    assertRefused(file, "", "is no text");
    assertRefused(Files.createDirectory(temp.resolve("folder.txt")), "", "is a folder");
  }

  private static void assertRefused(Path file, String place, String problem) {
    DataException refusal = assertThrows(DataException.class, () -> IndexFile.read(file, 10));
    assertTrue(refusal.getMessage().contains(place), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
  }
}
