package org.cryodrgn.io.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PickledRowsTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path temp;

  @Test
  void selectsTheGoldenPoses() {
    PickledRows poses = PickledRows.read(GOLDEN.resolve("poses.pkl"));
    assertEquals("f8 [96, 3, 3], f8 [96, 2]", poses.describe());

    poses.select(IndexFile.read(GOLDEN.resolve("ind.pkl"))).write(temp.resolve("p.pkl"));

    Object[] golden =
        (Object[]) PickleReader.readAll(GOLDEN.resolve("cli/poses.filtered.pkl")).get(0);
    Object[] ours = (Object[]) PickleReader.readAll(temp.resolve("p.pkl")).get(0);
    assertSame(golden[0], ours[0]);
    assertSame(golden[1], ours[1]);
  }

  @Test
  void keepsBothPicklesOfLatents() {
    PickledRows latents = PickledRows.read(GOLDEN.resolve("z.pkl")).select(new int[] {299, 0});
    latents.write(temp.resolve("z.pkl"));

    List<Object> all = PickleReader.readAll(GOLDEN.resolve("z.pkl"));
    List<Object> selected = PickleReader.readAll(temp.resolve("z.pkl"));
    assertEquals(2, selected.size());
    float[] variances = ((NumpyArray) all.get(1)).toFloats();
    assertEquals(variances[299 * 4 + 3], ((NumpyArray) selected.get(1)).toFloats()[3]);
    assertEquals(variances[0], ((NumpyArray) selected.get(1)).toFloats()[4]);
  }

  @Test
  void concatenatesWhatItSplit() {
    PickledRows poses = PickledRows.read(GOLDEN.resolve("poses.pkl"));
    int[] head = new int[40];
    int[] tail = new int[56];
    for (int i = 0; i < 96; i++) {
      (i < 40 ? head : tail)[i < 40 ? i : i - 40] = i;
    }

    PickledRows.concatenate(List.of(poses.select(head), poses.select(tail)))
        .write(temp.resolve("p.pkl"));

    Object[] golden = (Object[]) PickleReader.readAll(GOLDEN.resolve("poses.pkl")).get(0);
    Object[] ours = (Object[]) PickleReader.readAll(temp.resolve("p.pkl")).get(0);
    assertSame(golden[0], ours[0]);
    assertSame(golden[1], ours[1]);
  }

  @Test
  void refusesWhatHasNoRows() {
    assertRefused("holds 1.5", 1.5);
    assertRefused("a tuple of 0", (Object) new Object[0]);
    assertRefused("an array of f8 []", NumpyArray.of(new double[1]));
    NumpyArray two = NumpyArray.of(new int[2], 2);
    assertRefused("different numbers of rows: [2, 3]", two, NumpyArray.of(new int[3], 3));
    PickledRows ctf = PickledRows.read(GOLDEN.resolve("ctf.pkl"));
    PickledRows poses = PickledRows.read(GOLDEN.resolve("poses.pkl"));
    assertThrows(DataException.class, () -> PickledRows.concatenate(List.of(ctf, poses)));
  }

  private void assertRefused(String expected, Object... pickles) {
    Path file = temp.resolve("rows.pkl");
    PickleWriter.write(file, pickles);
    DataException refusal = assertThrows(DataException.class, () -> PickledRows.read(file));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
  }

  private static void assertSame(Object expected, Object actual) {
    NumpyArray golden = (NumpyArray) expected;
    NumpyArray ours = (NumpyArray) actual;
    assertEquals(golden.dtype(), ours.dtype());
    assertArrayEquals(golden.shape(), ours.shape());
    assertArrayEquals(golden.bytes(), ours.bytes());
  }
}
