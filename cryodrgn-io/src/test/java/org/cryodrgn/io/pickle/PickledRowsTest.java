package org.cryodrgn.io.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
  void moreThanAnArrayHoldsIsRefused() {
    Path file = temp.resolve("labels.pkl");
    PickleWriter.write(file, new NumpyArray("u1", new int[] {1 << 20, 16}, new byte[1 << 24]));
    List<PickledRows> many = Collections.nCopies(128, PickledRows.read(file));
    DataException e = assertThrows(DataException.class, () -> PickledRows.concatenate(many));
    assertEquals(
        "The 134217728 rows of all files make an array of 2147483648 bytes, more than 2 GB."
            + " Join fewer files.",
        e.getMessage());
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

  /** RELION's poses are double, cryoSPARC's single: the values of both stay what they are. */
  @Test
  void posesOfEitherKindJoin() {
    NumpyArray single = NumpyArray.of(new float[] {0.1f, 0.2f}, 1, 2);
    NumpyArray twice = NumpyArray.of(new double[] {0.1, 0.2, 0.3, 0.4}, 2, 2);
    double[] expected = {0.1f, 0.2f, 0.1, 0.2, 0.3, 0.4};
    NumpyArray joined = join(single, twice);
    assertEquals("f8", joined.dtype());
    assertArrayEquals(new int[] {3, 2}, joined.shape());
    assertArrayEquals(expected, joined.toDoubles(), 0);
    assertEquals("f8", join(twice, single).dtype());
    NumpyArray labels = NumpyArray.of(new long[] {1L << 40}, 1);
    assertArrayEquals(
        new long[] {-2, 1L << 40}, join(NumpyArray.of(new int[] {-2}, 1), labels).toLongs());
  }

  @Test
  void refusesToJoinOtherShapesAndMasks() {
    NumpyArray two = NumpyArray.of(new float[2], 1, 2);
    NumpyArray three = NumpyArray.of(new float[3], 1, 3);
    DataException shape = assertThrows(DataException.class, () -> join(two, three));
    assertTrue(shape.getMessage().contains("1.pkl: holds f4 [1, 3], but "), shape.getMessage());
    assertThrows(DataException.class, () -> join(two, new Object[] {two}));
    NumpyArray mask = new NumpyArray("b1", new int[] {2}, new byte[] {0, 1});
    assertThrows(DataException.class, () -> join(NumpyArray.of(new long[2], 2), mask));
  }

  private NumpyArray join(Object... values) {
    List<PickledRows> files = new ArrayList<>();
    for (Object value : values) {
      Path file = temp.resolve(files.size() + ".pkl");
      PickleWriter.write(file, value);
      files.add(PickledRows.read(file));
    }
    PickledRows.concatenate(files).write(temp.resolve("joined.pkl"));
    return (NumpyArray) PickleReader.readAll(temp.resolve("joined.pkl")).get(0);
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

  /** plot_classes takes such labels, so a selection has to go on with them. */
  @Test
  void filtersAndJoinsLabelsOfText() {
    Path labels = temp.resolve("labels.pkl");
    PickleWriter.write(labels, NumpyArray.of(List.of("open", "offen \u00fc", "\uD83D\uDE00")));
    PickledRows all = PickledRows.read(labels);
    assertEquals("U7 [3]", all.describe());
    PickledRows one = all.select(new int[] {0});
    one.write(temp.resolve("one.pkl"));
    PickledRows short1 = PickledRows.read(temp.resolve("one.pkl"));
    assertEquals("U4 [1]", short1.describe());
    PickledRows.concatenate(List.of(short1, all.select(new int[] {2, 1})))
        .write(temp.resolve("joined.pkl"));
    assertEquals(
        List.of(List.of("open", "\uD83D\uDE00", "offen \u00fc")),
        PickleReader.readAll(temp.resolve("joined.pkl")));
  }
}
