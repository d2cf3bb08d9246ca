package org.cryodrgn.io.pickle;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;

/** What the typed pickle files ask of their values: one pickle, an array of a shape, no NaN. */
public final class PickledArrays {

  private PickledArrays() {}

  /**
   * The one value of a file.
   *
   * @param expected what the file should hold, for the error
   */
  public static Object single(Path file, String expected) {
    List<Object> values = PickleReader.readAll(file);
    if (values.size() != 1) {
      throw DataException.at(
          file,
          "",
          "holds " + values.size() + " pickles, expected one: " + expected,
          "Check that this is the right file");
    }
    return values.get(0);
  }

  /**
   * The value as an array of a shape.
   *
   * @param shape the expected length of each axis, -1 for any
   */
  public static NumpyArray array(Path file, Object value, String what, int... shape) {
    String expected =
        what
            + " is an array of shape "
            + Arrays.toString(shape).replaceFirst("-1", "N").replace("-1", "M");
    if (!(value instanceof NumpyArray array)) {
      throw DataException.at(
          file,
          "",
          expected + ", but here is " + describe(value),
          "Check that this is the right file");
    }
    boolean fits = array.shape().length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 0 || shape[i] == array.shape()[i];
    }
    if (!fits) {
      throw DataException.at(
          file,
          "",
          expected + ", but here is " + describe(value),
          "Check that this is the right file");
    }
    return array;
  }

  /** Refuses NaN and infinities, naming the row. */
  public static void checkFinite(Path file, String what, float[] values, int columns) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw notFinite(file, what, values[i], i / columns, i % columns);
      }
    }
  }

  /** Refuses NaN and infinities, naming the row. */
  public static void checkFinite(Path file, String what, double[] values, int columns) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw notFinite(file, what, values[i], i / columns, i % columns);
      }
    }
  }

  /** A value in words: "an array of f4 [96, 9]", "a dict". */
  public static String describe(Object value) {
    if (value instanceof NumpyArray array) {
      return "an array of " + array.dtype() + " " + Arrays.toString(array.shape());
    }
    if (value == null) {
      return "None";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    if (value instanceof Object[] tuple) {
      return "a tuple of " + tuple.length;
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    return value instanceof Map ? "a dict" : "a " + value.getClass().getSimpleName();
  }

  private static DataException notFinite(
      Path file, String what, double value, int row, int column) {
    return DataException.at(
        file,
        "row " + row + ", column " + column + ", counted from 0",
        what + " is " + value,
        "Remove the particle, or make the file again from its source");
  }
}
