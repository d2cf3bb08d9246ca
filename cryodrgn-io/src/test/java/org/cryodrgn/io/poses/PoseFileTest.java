package org.cryodrgn.io.poses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoseFileTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path temp;

  @Test
  void filteredGoldenPosesAreTheSelectedOnes() {
    PoseFile all = PoseFile.open(GOLDEN.resolve("poses.pkl"));
    Poses filtered = PoseFile.read(GOLDEN.resolve("cli/poses.filtered.pkl"));
    NumpyArray indices = (NumpyArray) PickleReader.readAll(GOLDEN.resolve("ind.pkl")).get(0);
    int[] selection = new int[indices.size()];
    for (int i = 0; i < selection.length; i++) {
      selection[i] = (int) indices.toLongs()[i];
    }

    assertTrue(all.hasTranslations());
    assertEquals(96, all.poses().size());
    assertArrayEquals(filtered.rotations(), all.poses().select(selection).rotations());
    assertArrayEquals(filtered.translations(), all.poses().select(selection).translations());
  }

  @Test
  void writesWhatItReads() {
    Poses poses = PoseFile.read(GOLDEN.resolve("poses.pkl"));
    PoseFile.write(temp.resolve("poses.pkl"), poses);
    PoseFile.writeSingle(temp.resolve("single.pkl"), poses);

    Poses read = PoseFile.read(temp.resolve("poses.pkl"));
    assertArrayEquals(poses.rotations(), read.rotations());
    assertArrayEquals(poses.translations(), read.translations());
    Object[] parts = (Object[]) PickleReader.readAll(temp.resolve("single.pkl")).get(0);
    assertEquals("f4", ((NumpyArray) parts[0]).dtype());
    assertArrayEquals(new int[] {96, 2}, ((NumpyArray) parts[1]).shape());
    assertArrayEquals(
        poses.translations(), PoseFile.read(temp.resolve("single.pkl")).translations(), 1e-8);
  }

  @Test
  void rotationsAloneHaveNoTranslations() {
    PickleWriter.write(temp.resolve("rot.pkl"), rotations(2));
    PoseFile file = PoseFile.open(temp.resolve("rot.pkl"));
    assertFalse(file.hasTranslations());
    assertArrayEquals(new double[4], file.poses().translations());
  }

  @Test
  void namesTheRow() {
    NumpyArray skewed = rotations(3);
    double[] values = skewed.toDoubles();
    values[9 * 2 + 1] = 0.1;
    assertRefused("row 2", "orthonormal", NumpyArray.of(values, 3, 3, 3), translations(3));
    values[9 + 4] = Double.NaN;
    assertRefused("row 1, column 4", "NaN", NumpyArray.of(values, 3, 3, 3), translations(3));
    assertRefused("", "3 rotations but 2 translations", rotations(3), translations(2));
    double[] mirror = rotations(2).toDoubles();
    mirror[9 + 8] = -1;
    assertRefused("row 1", "the matrix mirrors", NumpyArray.of(mirror, 2, 3, 3), translations(2));
    double[] shifts = {0, 0, 0, 7.5};
    assertRefused("row 1", "larger than the box", rotations(2), NumpyArray.of(shifts, 2, 2));
    shifts[3] = -1.01;
    assertRefused("row 1", "larger than the box", rotations(2), NumpyArray.of(shifts, 2, 2));
    shifts[3] = Double.POSITIVE_INFINITY;
    assertRefused("row 1, column 1", "Infinity", rotations(2), NumpyArray.of(shifts, 2, 2));
    assertRefused("", "shape [N, 3, 3], but here is an array of f8 [2, 2]", translations(2));
    assertRefused("", "a tuple of 3", rotations(1), translations(1), translations(1));
    assertRefused("", "translations is an array", rotations(1), "x");
  }

  private void assertRefused(String place, String problem, Object... tuple) {
    Path file = temp.resolve("poses.pkl");
    PickleWriter.write(file, (Object) tuple);
    DataException refusal = assertThrows(DataException.class, () -> PoseFile.open(file));
    assertTrue(refusal.getMessage().contains(place), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
  }

  private static NumpyArray rotations(int count) {
    double[] values = new double[9 * count];
    for (int i = 0; i < 3 * count; i++) {
      values[3 * i + i % 3] = 1;
    }
    return NumpyArray.of(values, count, 3, 3);
  }

  private static NumpyArray translations(int count) {
    return NumpyArray.of(new double[2 * count], count, 2);
  }
}
