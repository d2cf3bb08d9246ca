package org.cryodrgn.io.star;

/** Takes the numbers of several columns as one pass over a table finds them. */
@FunctionalInterface
public interface NumberSink {

  /**
   * One number.
   *
   * @param row from 0
   * @param which the place of the column among those that were asked for
   * @param value the number; may be NaN or infinite if the file says so
   */
  void accept(int row, int which, double value);
}
