package org.cryodrgn.io.selection;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.StringTokenizer;
import java.util.stream.LongStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;

/**
 * A selection of particles, ind.pkl: indices from 0 into the whole stack, each at most once, in any
 * order. A pickle of an integer array, list, tuple or set, or of what {@code numpy.where} returns;
 * or a .txt of integers.
 */
public final class IndexFile {

  private static final String REMEDY =
      "A selection holds whole numbers from 0, each once: make it again";

  private IndexFile() {}

  /**
   * Reads a selection.
   *
   * @throws DataException if an index is negative, no integer, or repeated; names its position
   */
  public static int[] read(Path file) {
    return read(file, Integer.MAX_VALUE);
  }

  /**
   * Reads a selection from a stack of a known size.
   *
   * @throws DataException also if an index is not below the number of particles, or there is none
   */
  public static int[] read(Path file, int particles) {
    return checked(file, readUnchecked(file), particles);
  }

  /**
   * Reads whole numbers without looking at their values, for who counts what is wrong with them.
   *
   * @throws DataException if something is no integer
   */
  public static long[] readUnchecked(Path file) {
    return file.toString().endsWith(".txt") ? readText(file) : readPickle(file);
  }

  /** Writes a pickle of an int64 array. */
  public static void write(Path file, int[] indices) {
    long[] wide = new long[indices.length];
    for (int i = 0; i < indices.length; i++) {
      wide[i] = indices[i];
    }
    PickleWriter.write(file, NumpyArray.of(wide, wide.length));
  }

  private static int[] checked(Path file, long[] indices, int particles) {
    if (indices.length == 0 && particles < Integer.MAX_VALUE) {
      throw DataException.at(file, "", "selects no particle", "Make the selection again");
    }
    int[] checked = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      long index = indices[i];
      if (index < 0 || index == Integer.MAX_VALUE) {
        throw wrong(file, i, "index " + index, REMEDY);
      }
      if (index >= particles) {
        throw wrong(
            file,
            i,
            "index " + index + ", but there are " + particles + " particles",
            "Use the stack that the selection was made for, or make the selection again");
      }
      checked[i] = (int) index;
    }
    checkApart(file, checked);
    return checked;
  }

  private static void checkApart(Path file, int[] indices) {
    int[] sorted = indices.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        int position = indices.length - 1;
        while (indices[position] != sorted[i]) {
          position--;
        }
        throw wrong(file, position, "index " + sorted[i] + " appears a second time", REMEDY);
      }
    }
  }

  private static long[] readPickle(Path file) {
    Object value = PickledArrays.single(file, "an array of indices");
    // numpy.where(condition) is a tuple of an array for each axis.
    if (value instanceof Object[] axes && axes.length == 1 && axes[0] instanceof NumpyArray) {
      value = axes[0];
    }
    if (value instanceof NumpyArray array) {
      if (array.dtype().equals("b1")) {
        throw DataException.at(
            file, "", "holds a mask, not indices", "Save numpy.flatnonzero(mask) instead");
      }
      NumpyArray row = PickledArrays.array(file, array, "a selection", -1);
      // numpy.loadtxt makes float64 of whole numbers, numpy.array([]) of none.
      return row.whole()
          .orElseThrow(
              () ->
                  DataException.at(
                      file, "", "holds " + row.dtype() + " values that are not whole", REMEDY));
    }
    Object[] items =
        value instanceof Collection<?> collection
            ? collection.toArray()
            : value instanceof Object[] tuple ? tuple : null;
    if (items == null) {
      throw DataException.at(file, "", "holds " + PickledArrays.describe(value), REMEDY);
    }
    long[] indices = new long[items.length];
    for (int i = 0; i < items.length; i++) {
      if (!(items[i] instanceof Long index)) {
        throw wrong(
            file, i, PickledArrays.describe(items[i]) + " where an index should be", REMEDY);
      }
      indices[i] = index;
    }
    return indices;
  }

  private static long[] readText(Path file) {
    LongStream.Builder indices = LongStream.builder();
    int position = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int comment = line.indexOf('#');
        StringTokenizer words =
            new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " \t,");
        while (words.hasMoreTokens()) {
          indices.add(parse(file, position++, words.nextToken()));
        }
      }
    } catch (CharacterCodingException e) {
      throw DataException.at(file, "", "is no text", REMEDY, e);
    } catch (IOException e) {
      throw DataException.cannotRead(file, e);
    }
    return indices.build().toArray();
  }

  private static long parse(Path file, int position, String word) {
    try {
      // numpy.savetxt writes 1.000000000000000000e+00.
      return new BigDecimal(word).longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      String shown = word.length() > 40 ? word.substring(0, 40) + "..." : word;
      throw wrong(file, position, "\"" + shown + "\" is no index", REMEDY);
    }
  }

  private static DataException wrong(Path file, int position, String problem, String remedy) {
    return DataException.at(file, "position " + position + ", counted from 0", problem, remedy);
  }
}
