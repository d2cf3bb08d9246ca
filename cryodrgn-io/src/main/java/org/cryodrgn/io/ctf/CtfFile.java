package org.cryodrgn.io.ctf;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;

/** A ctf.pkl: N x 9 float32, see {@link CtfTable}. */
public final class CtfFile {

  private static final String[] NAMES = {
    "box size",
    "pixel size",
    "defocus U",
    "defocus V",
    "defocus angle",
    "voltage",
    "spherical aberration",
    "amplitude contrast",
    "phase shift"
  };

  private CtfFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException if it is no N x 9 array, or a row holds NaN or a box size, pixel size or
   *     voltage that is not above zero, or an amplitude contrast beyond 1; names the row
   */
  public static CtfTable read(Path file) {
    CtfTable table = readUnchecked(file);
    PickledArrays.checkFinite(file, "the CTF parameter", table.values(), CtfTable.COLUMNS);
    for (int i = 0; i < table.size(); i++) {
      for (int column = 0; column < CtfTable.COLUMNS; column++) {
        if (!CtfTable.isUsable(column, table.get(i, column))) {
          throw wrong(file, i, NAMES[column], table.get(i, column));
        }
      }
    }
    return table;
  }

  /**
   * Reads a file without looking at its values, for who counts what is wrong with them.
   *
   * @throws DataException if it is no N x 9 array
   */
  public static CtfTable readUnchecked(Path file) {
    Object value = PickledArrays.single(file, "CTF parameters N x 9");
    return new CtfTable(
        PickledArrays.array(file, value, "a table of CTF parameters", -1, CtfTable.COLUMNS)
            .toFloats());
  }

  /** Writes a file. */
  public static void write(Path file, CtfTable table) {
    PickleWriter.write(file, NumpyArray.of(table.values(), table.size(), CtfTable.COLUMNS));
  }

  private static DataException wrong(Path file, int row, String name, float value) {
    return DataException.at(
        file,
        "row " + row + ", counted from 0",
        "the " + name + " is " + value,
        "Make the file again with parse_ctf_star or parse_ctf_csparc, giving the right value");
  }
}
