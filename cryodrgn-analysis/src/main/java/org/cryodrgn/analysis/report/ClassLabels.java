package org.cryodrgn.analysis.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickledArrays;

/**
 * Classes of particles with names.
 *
 * @param names of the classes, sorted
 * @param classes of each particle, the place of its class among the names
 */
public record ClassLabels(List<String> names, int[] classes) {

  private static final int MOST = 100;
  private static final String REMEDY =
      "Save a list of labels, one for each particle, or of the indices of a subset";

  /**
   * Reads a pickle of an array or list: numbers or text, one for each particle; or fewer, which are
   * then indices of a subset, so that there are two classes.
   *
   * @throws DataException if there are more labels than particles, more than 100 classes, or an
   *     index of a subset names no particle
   */
  public static ClassLabels read(Path file, int particles) {
    List<Comparable<?>> labels = labels(file, PickledArrays.single(file, "an array of labels"));
    if (labels.size() > particles) {
      throw DataException.at(
          file, "", "holds " + labels.size() + " labels for " + particles + " particles", REMEDY);
    }
    if (labels.size() < particles) {
      return subset(file, labels, particles);
    }
    Map<Comparable<?>, Integer> places = new TreeMap<>();
    labels.forEach(label -> places.put(label, 0));
    if (places.size() > MOST) {
      throw DataException.at(
          file, "", "holds " + places.size() + " different labels", "Save labels of classes");
    }
    List<String> names = new ArrayList<>();
    places.replaceAll(
        (label, place) -> {
          names.add(String.valueOf(label));
          return names.size() - 1;
        });
    return new ClassLabels(names, labels.stream().mapToInt(places::get).toArray());
  }

  private static ClassLabels subset(Path file, List<Comparable<?>> indices, int particles) {
    int[] classes = new int[particles];
    for (Comparable<?> index : indices) {
      if (!(index instanceof Long place && place >= 0 && place < particles)) {
        throw DataException.at(
            file,
            "",
            "has fewer labels ("
                + indices.size()
                + ") than there are particles, and "
                + index
                + " is no index from 0 to "
                + (particles - 1),
            REMEDY);
      }
      classes[place.intValue()] = 1;
    }
    return new ClassLabels(List.of("others", "subset"), classes);
  }

  /** All Long, all Double or all String, so that they can be sorted. */
  private static List<Comparable<?>> labels(Path file, Object value) {
    List<Comparable<?>> labels = new ArrayList<>();
    if (value instanceof NumpyArray whole) {
      NumpyArray array = PickledArrays.array(file, whole, "the labels", -1);
      if (array.isInteger()) {
        Arrays.stream(array.toLongs()).forEach(labels::add);
      } else {
        Arrays.stream(array.toDoubles()).forEach(labels::add);
      }
      return labels;
    }
    List<?> list = value instanceof Object[] tuple ? Arrays.asList(tuple) : null;
    list = value instanceof List<?> given ? given : list;
    if (list == null || list.isEmpty()) {
      throw DataException.at(file, "", "holds " + PickledArrays.describe(value), REMEDY);
    }
    for (Object item : list) {
      if (!(item instanceof Long || item instanceof String)
          || item.getClass() != list.get(0).getClass()) {
        throw DataException.at(
            file, "", "holds " + PickledArrays.describe(item) + " among labels", REMEDY);
      }
      labels.add((Comparable<?>) item);
    }
    return labels;
  }
}
