package org.cryodrgn.analysis.selection;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickledArrays;

/** Cluster labels: labels.pkl of k-means, of a mixture, of a landscape. */
public final class Labels {

  private Labels() {}

  /**
   * Reads the label of each particle.
   *
   * @param particles how many there must be; -1: any number
   * @throws DataException if the file holds no whole numbers, or another count of them
   */
  public static int[] read(Path file, int particles) {
    Object value = PickledArrays.single(file, "an array of labels");
    if (value instanceof List<?> list && list.stream().allMatch(Long.class::isInstance)) {
      long[] numbers = list.stream().mapToLong(Long.class::cast).toArray();
      value = NumpyArray.of(numbers, numbers.length);
    }
    NumpyArray array = PickledArrays.array(file, value, "the labels", particles);
    long[] numbers =
        array
            .whole()
            .filter(all -> Arrays.stream(all).allMatch(label -> label == (int) label))
            .orElseThrow(
                () ->
                    DataException.at(
                        file,
                        "",
                        "holds " + array.dtype() + " values that are not whole, or too large",
                        "Labels are whole numbers"));
    return Arrays.stream(numbers).mapToInt(label -> (int) label).toArray();
  }

  /**
   * Understands a list of labels such as {@code 0,3-5}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static BitSet parse(String list) {
    BitSet labels = new BitSet();
    for (String part : list.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      try {
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        if (ends.length > 2 || last < first) {
          throw new NumberFormatException(part);
        }
        labels.set(first, last + 1);
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("'" + list + "' is no list of labels such as 0,3-5", e);
      }
    }
    return labels;
  }

  /**
   * How many particles carry each of some labels.
   *
   * @param wanted labels, each of which must occur
   * @return the count of each wanted label at its own place
   * @throws IllegalArgumentException if a label does not occur; tells which do
   */
  public static int[] count(int[] labels, BitSet wanted) {
    int[] counts = new int[wanted.length()];
    int lowest = Integer.MAX_VALUE;
    int highest = Integer.MIN_VALUE;
    for (int label : labels) {
      lowest = Math.min(lowest, label);
      highest = Math.max(highest, label);
      if (label >= 0 && wanted.get(label)) {
        counts[label]++;
      }
    }
    for (int label = wanted.nextSetBit(0); label >= 0; label = wanted.nextSetBit(label + 1)) {
      if (counts[label] == 0) {
        throw new IllegalArgumentException(
            "no particle has label "
                + label
                + " (labels run from "
                + lowest
                + " to "
                + highest
                + ")");
      }
    }
    return counts;
  }

  /**
   * The rows that carry one of some labels, rising.
   *
   * @param file for the error
   * @param wanted labels from 0
   * @throws DataException if a label does not occur; counts clusters from 1, as people do
   */
  public static int[] select(Path file, int[] labels, int[] wanted) {
    BitSet present = new BitSet();
    BitSet chosen = new BitSet();
    for (int label : labels) {
      if (label >= 0) {
        present.set(label);
      }
    }
    for (int label : wanted) {
      if (!present.get(label)) {
        throw DataException.at(
            file,
            "",
            "no particle is in cluster " + (label + 1),
            "Choose from 1 to " + present.length());
      }
      chosen.set(label);
    }
    return IntStream.range(0, labels.length)
        .filter(row -> labels[row] >= 0 && chosen.get(labels[row]))
        .toArray();
  }
}
