package org.cryodrgn.io.ctf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtfFileTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path temp;

  @Test
  void readsAndWritesTheGoldenTable() {
    CtfTable table = CtfFile.read(GOLDEN.resolve("ctf.pkl"));
    assertEquals(96, table.size());
    assertEquals(32, table.get(5, CtfTable.BOX));
    assertEquals(7.11f, table.get(95, CtfTable.PIXEL_SIZE), 1e-2f);
    assertEquals(300, table.get(0, CtfTable.VOLTAGE));

    CtfFile.write(temp.resolve("ctf.pkl"), table);

    NumpyArray array = (NumpyArray) PickleReader.readAll(temp.resolve("ctf.pkl")).get(0);
    assertEquals("f4", array.dtype());
    assertArrayEquals(new int[] {96, 9}, array.shape());
    assertArrayEquals(table.values(), array.toFloats());
  }

  @Test
  void namesTheRow() {
    assertRefused("row 1", "pixel size is 0.0", CtfTable.PIXEL_SIZE, 0);
    assertRefused("row 1", "voltage is -300.0", CtfTable.VOLTAGE, -300);
    assertRefused("row 1", "box size is 31.5", CtfTable.BOX, 31.5f);
    assertRefused("row 1", "amplitude contrast is -10.0", CtfTable.AMPLITUDE_CONTRAST, -10);
    assertRefused("row 1, column 3", "NaN", CtfTable.DEFOCUS_V, Float.NaN);
    PickleWriter.write(temp.resolve("ctf.pkl"), NumpyArray.of(new float[16], 2, 8));
    assertRefused("shape [N, 9], but here is an array of f4 [2, 8]");
    PickleWriter.write(temp.resolve("ctf.pkl"), "text");
    assertRefused("a String");
    PickleWriter.write(temp.resolve("ctf.pkl"), 1, 2);
    assertRefused("2 pickles");
  }

  private void assertRefused(String place, String problem, int column, float value) {
    float[] values = new float[18];
    Arrays.fill(values, 1);
    values[9 + column] = value;
    PickleWriter.write(temp.resolve("ctf.pkl"), NumpyArray.of(values, 2, 9));
    assertRefused(place);
    assertRefused(problem);
  }

  private void assertRefused(String expected) {
    Path file = temp.resolve("ctf.pkl");
    DataException refusal = assertThrows(DataException.class, () -> CtfFile.read(file));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
  }
}
