package org.cryodrgn.analysis.report;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.analysis.plot.Palettes;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.pickle.PickledArrays;

/** The colours of classes: a palette by name, or a pickle of a dict from class to colour. */
public final class ClassColours {

  private static final String REMEDY =
      "Save a dict such as {'A': 'blue', 'B': '#FF0000', 'C': (1, 0.5, 0)}";

  private ClassColours() {}

  /**
   * A colour for each class.
   *
   * @param palette a file, or the name of a palette; null for the colours of all figures
   * @throws IllegalArgumentException if it is neither a file nor a known name
   * @throws DataException if the file lacks a class, or holds something else
   */
  public static List<Color> of(String palette, List<String> classes) {
    if (palette == null) {
      return Palettes.standard(classes.size());
    }
    Path file = Path.of(palette);
    if (!Files.isRegularFile(file)) {
      return Palettes.named(palette, classes.size());
    }
    if (!(PickledArrays.single(file, "a dict of colours") instanceof Map<?, ?> dict)) {
      throw DataException.at(file, "", "is no dict from class to colour", REMEDY);
    }
    Map<String, Object> given = new HashMap<>();
    dict.forEach((name, colour) -> given.put(String.valueOf(name), colour));
    List<Color> colours = new ArrayList<>();
    for (String name : classes) {
      if (!given.containsKey(name)) {
        throw DataException.at(file, "", "has no colour for class " + name, REMEDY);
      }
      colours.add(colour(file, name, given.get(name)));
    }
    return colours;
  }

  private static Color colour(Path file, String name, Object value) {
    try {
      if (value instanceof String text) {
        return Palettes.colour(text);
      }
      if (value instanceof Object[] tuple && (tuple.length == 3 || tuple.length == 4)) {
        float[] rgb = new float[3];
        for (int i = 0; i < 3; i++) {
          rgb[i] = ((Number) tuple[i]).floatValue();
        }
        return new Color(rgb[0], rgb[1], rgb[2]);
      }
    } catch (IllegalArgumentException | ClassCastException e) {
      throw DataException.at(file, "class " + name, String.valueOf(e.getMessage()), REMEDY, e);
    }
    throw DataException.at(file, "class " + name, PickledArrays.describe(value), REMEDY);
  }
}
