package org.cryodrgn.io.ctf;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;

/** A ctf.pkl: N x 9 float32, see {@link CtfTable}. */
public final class CtfFile {

  private CtfFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException if it is no N x 9 array, or a row holds NaN or a box size, pixel size or
   *     voltage that is not above zero; names the row
   */
  public static CtfTable read(Path file) {
    Object value = PickledArrays.single(file, "CTF parameters N x 9");
    float[] values =
        PickledArrays.array(file, value, "a table of CTF parameters", -1, CtfTable.COLUMNS)
            .toFloats();
    PickledArrays.checkFinite(file, "the CTF parameter", values, CtfTable.COLUMNS);
    CtfTable table = new CtfTable(values);
    for (int i = 0; i < table.size(); i++) {
      checkPositive(file, table, i, CtfTable.BOX, "box size");
      checkPositive(file, table, i, CtfTable.PIXEL_SIZE, "pixel size");
      checkPositive(file, table, i, CtfTable.VOLTAGE, "voltage");
    }
    return table;
  }

  /** Writes a file. */
  public static void write(Path file, CtfTable table) {
    PickleWriter.write(file, NumpyArray.of(table.values(), table.size(), CtfTable.COLUMNS));
  }

  private static void checkPositive(Path file, CtfTable table, int row, int column, String name) {
    if (!(table.get(row, column) > 0)) {
      throw DataException.at(
          file,
          "row " + row + ", counted from 0",
          "the " + name + " is " + table.get(row, column),
          "Make the file again with parse_ctf_star or parse_ctf_csparc, giving the right value");
    }
  }
}
