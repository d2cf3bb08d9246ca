package org.cryodrgn.core.doctor;

import java.util.Arrays;
import java.util.Locale;
import org.cryodrgn.io.ctf.CtfTable;

/** One column of a table of CTF parameters: its range, its middle, and what lies outside. */
final class Column {

  /** So many values, evenly spread, tell the median. */
  private static final int SAMPLE = 10_000;

  private final CtfTable ctf;
  private final int column;

  /** The smallest value; NaN if there is a NaN. */
  final double least;

  /** The largest value; NaN if there is a NaN. */
  final double most;

  /** The middle of a sample. */
  final double median;

  private Column(CtfTable ctf, int column, float least, float most) {
    this.ctf = ctf;
    this.column = column;
    this.least = least;
    this.most = most;
    int step = Math.max(1, ctf.size() / SAMPLE);
    float[] sample = new float[(ctf.size() + step - 1) / step];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = ctf.get(i * step, column);
    }
    Arrays.sort(sample);
    median = sample[sample.length / 2];
  }

  /**
   * All columns, in one pass over the table.
   *
   * @param ctf with one row at least
   */
  static Column[] all(CtfTable ctf) {
    float[] values = ctf.values();
    float[] least = Arrays.copyOf(values, CtfTable.COLUMNS);
    float[] most = least.clone();
    for (int row = 0; row < values.length; row += CtfTable.COLUMNS) {
      for (int k = 0; k < CtfTable.COLUMNS; k++) {
        float value = values[row + k];
        least[k] = Math.min(least[k], value);
        most[k] = Math.max(most[k], value);
      }
    }
    Column[] columns = new Column[CtfTable.COLUMNS];
    Arrays.setAll(columns, k -> new Column(ctf, k, least[k], most[k]));
    return columns;
  }

  /** How many values are not within the bounds; NaN is outside of all. */
  int outside(double low, double high) {
    if (least >= low && most <= high) {
      return 0;
    }
    int count = 0;
    for (int i = 0; i < ctf.size(); i++) {
      float value = ctf.get(i, column);
      count += value >= low && value <= high ? 0 : 1;
    }
    return count;
  }

  /** "3 of 400 rows, the first is row 7, counted from 0, with 12.5". */
  String describeOutside(double low, double high) {
    for (int i = 0; i < ctf.size(); i++) {
      float value = ctf.get(i, column);
      if (!(value >= low && value <= high)) {
        return String.format(
            Locale.US,
            "%d of %d rows, the first is row %d, counted from 0, with %s",
            outside(low, high),
            ctf.size(),
            i,
            number(value));
      }
    }
    return "no row";
  }

  /** "8000 to 24000 Å, median 15000". */
  String range(String unit) {
    return least == most
        ? number(least) + unit
        : number(least) + " to " + number(most) + unit + ", median " + number(median);
  }

  /** Four digits, without an exponent where it can be done without. */
  static String number(double value) {
    // From here on four digits round to 1e+04.
    if (Math.abs(value) >= 9999.5 && Math.abs(value) < 1e9) {
      return String.format(Locale.US, "%.0f", value);
    }
    return String.format(Locale.US, "%.4g", value)
        .replaceFirst("(\\.\\d*?)0+(?=$|e)", "$1")
        .replaceFirst("\\.(?=$|e)", "");
  }
}
