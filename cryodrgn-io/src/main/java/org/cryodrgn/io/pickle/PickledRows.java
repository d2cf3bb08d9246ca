package org.cryodrgn.io.pickle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.numpy.Promotion;

/**
 * A pickle file of one row a particle: an array (ctf.pkl, labels), a tuple of arrays (pose.pkl), or
 * several of these one after the other (z.pkl). Keeps the structure and the element types.
 */
public final class PickledRows {

  /** Bytes that an array of Java's holds. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final Path file;
  private final List<Object> pickles;
  private final int rows;

  private PickledRows(Path file, List<Object> pickles) {
    this.file = file;
    this.pickles = pickles;
    int[] lengths =
        arrays(pickles).stream().mapToInt(array -> array.shape()[0]).distinct().toArray();
    if (lengths.length != 1) {
      throw DataException.at(
          file,
          "",
          "its arrays have different numbers of rows: " + Arrays.toString(lengths),
          "Make the file again from its source");
    }
    this.rows = lengths[0];
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it holds something else than arrays of as many rows each
   */
  public static PickledRows read(Path file) {
    List<Object> pickles = new ArrayList<>(PickleReader.readAll(file));
    pickles.replaceAll(PickledRows::withTextAsArray);
    for (Object pickle : pickles) {
      Object[] parts =
          pickle instanceof Object[] tuple && tuple.length > 0 ? tuple : new Object[] {pickle};
      for (Object part : parts) {
        if (!(part instanceof NumpyArray array && array.shape().length > 0)) {
          throw DataException.at(
              file,
              "",
              "holds "
                  + PickledArrays.describe(part)
                  + " where an array with a row a particle is expected",
              "Give a pose, CTF, latent or label pickle");
        }
      }
    }
    return new PickledRows(file, pickles);
  }

  /** Labels may be text, of which the reader makes a list. */
  private static Object withTextAsArray(Object pickle) {
    return pickle instanceof List<?> list
            && !list.isEmpty()
            && list.stream().allMatch(String.class::isInstance)
        ? NumpyArray.of(list.stream().map(String.class::cast).toList())
        : pickle;
  }

  /**
   * The files' rows one after the other, in the structure of the first. Element types are promoted
   * as NumPy's {@code concatenate} does, file by file: the poses of parse_pose_star (f8) and those
   * of parse_pose_csparc (f4) make f8.
   *
   * @throws DataException if a file's structure or rows have another shape, or its type does not
   *     join with that of the files before, see {@link Promotion}; or if an array would be larger
   *     than 2 GB
   */
  public static PickledRows concatenate(List<PickledRows> files) {
    PickledRows first = files.get(0);
    List<NumpyArray> joined = arrays(first.pickles);
    List<String> types = new ArrayList<>(joined.stream().map(NumpyArray::dtype).toList());
    for (PickledRows next : files.subList(1, files.size())) {
      if (!first.structure().equals(next.structure()) || !promote(types, arrays(next.pickles))) {
        throw DataException.at(
            next.file,
            "",
            "holds " + next.describe() + ", but " + first.file + " holds " + first.describe(),
            "Give files of the same kind");
      }
    }
    for (int i = 0; i < joined.size(); i++) {
      joined.set(i, concatenate(files, i, types.get(i)));
    }
    return first.with(joined);
  }

  /** The rows of an array of each file, in an array of the type. */
  private static NumpyArray concatenate(List<PickledRows> files, int array, String type) {
    long rows = files.stream().mapToLong(file -> file.rows).sum();
    NumpyArray first = arrays(files.get(0).pickles).get(array);
    long rowSize = NumpyArray.itemSize(type);
    for (int axis = 1; axis < first.shape().length; axis++) {
      rowSize *= first.shape()[axis];
    }
    if (rows * rowSize > LARGEST) {
      throw new DataException(
          "The "
              + rows
              + " rows of all files make an array of "
              + rows * rowSize
              + " bytes, more than 2 GB. Join fewer files.");
    }
    byte[] bytes = new byte[(int) (rows * rowSize)];
    int filled = 0;
    for (PickledRows file : files) {
      byte[] more = arrays(file.pickles).get(array).as(type).bytes();
      System.arraycopy(more, 0, bytes, filled, more.length);
      filled += more.length;
    }
    return withRows(first, type, (int) rows, bytes);
  }

  /** Promotes the types to those of more arrays; false if two do not join. */
  private static boolean promote(List<String> types, List<NumpyArray> more) {
    for (int i = 0; i < types.size(); i++) {
      Optional<String> promoted = Promotion.of(types.get(i), more.get(i).dtype());
      if (promoted.isEmpty()) {
        return false;
      }
      types.set(i, promoted.get());
    }
    return true;
  }

  /** The number of rows of each array. */
  public int rows() {
    return rows;
  }

  /** The shapes, for the log: "f8 [96, 3, 3], f8 [96, 2]". */
  public String describe() {
    List<String> shapes = new ArrayList<>();
    for (NumpyArray array : arrays(pickles)) {
      shapes.add(array.dtype() + " " + Arrays.toString(array.shape()));
    }
    return String.join(", ", shapes);
  }

  /** The rows of a selection, in its order. */
  public PickledRows select(int[] indices) {
    List<NumpyArray> selected = new ArrayList<>();
    for (NumpyArray array : arrays(pickles)) {
      int rowBytes = rows == 0 ? 0 : array.bytes().length / rows;
      byte[] bytes = new byte[Math.multiplyExact(rowBytes, indices.length)];
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(array.bytes(), indices[i] * rowBytes, bytes, i * rowBytes, rowBytes);
      }
      selected.add(withRows(array, array.dtype(), indices.length, bytes));
    }
    return with(selected);
  }

  /** Writes the file. */
  public void write(Path target) {
    PickleWriter.write(target, pickles.toArray());
  }

  /** The shapes of the arrays' rows, and how the arrays are wrapped. */
  private String structure() {
    StringBuilder structure = new StringBuilder();
    for (Object pickle : pickles) {
      structure.append(pickle instanceof Object[] ? "tuple " : "array ");
      for (NumpyArray array : arrays(List.of(pickle))) {
        structure.append(
            Arrays.toString(Arrays.copyOfRange(array.shape(), 1, array.shape().length)));
      }
    }
    return structure.toString();
  }

  /** The same structure around other arrays. */
  private PickledRows with(List<NumpyArray> arrays) {
    List<Object> wrapped = new ArrayList<>();
    int next = 0;
    for (Object pickle : pickles) {
      if (pickle instanceof Object[] tuple) {
        wrapped.add(arrays.subList(next, next + tuple.length).toArray());
        next += tuple.length;
      } else {
        wrapped.add(arrays.get(next++));
      }
    }
    return new PickledRows(file, wrapped);
  }

  private static List<NumpyArray> arrays(List<Object> pickles) {
    List<NumpyArray> arrays = new ArrayList<>();
    for (Object pickle : pickles) {
      for (Object part : pickle instanceof Object[] tuple ? tuple : new Object[] {pickle}) {
        arrays.add((NumpyArray) part);
      }
    }
    return arrays;
  }

  private static NumpyArray withRows(NumpyArray array, String type, int rows, byte[] bytes) {
    int[] shape = array.shape().clone();
    shape[0] = rows;
    return new NumpyArray(type, shape, bytes);
  }
}
