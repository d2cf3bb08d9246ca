package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassLabelsTest {

  @TempDir Path folder;

  private ClassLabels read(Object pickle, int particles) {
    Path file = folder.resolve("labels.pkl");
    PickleWriter.write(file, pickle);
    return ClassLabels.read(file, particles);
  }

  private String refused(Object pickle, int particles) {
    return assertThrows(DataException.class, () -> read(pickle, particles)).getMessage();
  }

  /** Numbers by their value, not as text, whatever they are kept as. */
  @Test
  void classesAreSortedByTheirNames() {
    ClassLabels whole = read(NumpyArray.of(new long[] {10, 2, 10, -1}, 4), 4);
    assertEquals(List.of("-1", "2", "10"), whole.names());
    assertArrayEquals(new int[] {2, 1, 2, 0}, whole.classes());
    ClassLabels real = read(NumpyArray.of(new double[] {1.5, -2, 1.5}, 3), 3);
    assertEquals(List.of("-2.0", "1.5"), real.names());
    assertArrayEquals(new int[] {1, 0, 1}, real.classes());
    ClassLabels named = read(List.of("open", "closed", "open"), 3);
    assertEquals(List.of("closed", "open"), named.names());
    assertArrayEquals(new int[] {1, 0, 1}, named.classes());
    assertEquals(List.of("4", "7"), read(new Object[] {7L, 4L}, 2).names());
  }

  @Test
  void fewerLabelsThanParticlesAreIndices() {
    ClassLabels subset = read(NumpyArray.of(new long[] {3, 0}, 2), 4);
    assertEquals(List.of("others", "subset"), subset.names());
    assertArrayEquals(new int[] {1, 0, 0, 1}, subset.classes());
    String told = refused(NumpyArray.of(new long[] {3, -1}, 2), 4);
    assertTrue(
        told.contains(
            "has fewer labels (2) than there are particles, and -1 is no index from 0 to 3"),
        told);
  }

  /** Of more, no plot tells the colours apart; they are likely to be no classes at all. */
  @Test
  void thereAreAHundredClassesAtMost() {
    long[] labels = new long[102];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 100;
    }
    assertEquals(100, read(NumpyArray.of(labels, labels.length), labels.length).names().size());
    labels[0] = 100;
    String told = refused(NumpyArray.of(labels, labels.length), labels.length);
    assertTrue(told.contains("holds 101 different labels"), told);
  }

  @Test
  void whatIsNoListOfLabelsIsRefused() {
    List<Object> mixed = new ArrayList<>(List.of("open", 1L));
    assertTrue(refused(mixed, 2).contains("among labels"), refused(mixed, 2));
    assertTrue(refused(List.of(List.of(1L), List.of(2L)), 2).contains("among labels"));
    assertTrue(refused(List.of(), 2).contains("holds "), refused(List.of(), 2));
    assertTrue(refused("open", 2).contains("holds "), refused("open", 2));
  }
}
