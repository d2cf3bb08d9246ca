package org.cryodrgn.io.star;

import java.util.List;
import org.cryodrgn.io.MappedFile;

/**
 * Where a table lies in the file that it was read from.
 *
 * @param bytes the file
 * @param loop whether it is a loop; otherwise pairs, one row whose columns are the labels
 * @param start the first byte of the line with loop_, or of the first pair
 * @param body the first byte of the first row; the end for pairs and for a loop without rows
 * @param starts the first byte of each row of a loop; the first byte of each value for pairs
 * @param end the byte after the line break of the last line
 * @param labels the labels as the file has them
 */
record StarRegion(
    MappedFile bytes,
    boolean loop,
    long start,
    long body,
    long[] starts,
    long end,
    List<String> labels) {

  int rows() {
    return loop ? starts.length : 1;
  }
}
