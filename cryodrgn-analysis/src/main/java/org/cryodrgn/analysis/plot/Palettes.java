package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Colours for classes: by the names that seaborn gives palettes, or one by one. */
public final class Palettes {

  /** ColorBrewer's (Brewer 2003) and Tableau's qualitative palettes. */
  private static final Map<String, int[]> LISTED =
      Map.of(
          "Set1",
          new int[] {
            0xE41A1C, 0x377EB8, 0x4DAF4A, 0x984EA3, 0xFF7F00, 0xFFFF33, 0xA65628, 0xF781BF, 0x999999
          },
          "Set2",
          new int[] {
            0x66C2A5, 0xFC8D62, 0x8DA0CB, 0xE78AC3, 0xA6D854, 0xFFD92F, 0xE5C494, 0xB3B3B3
          },
          "Dark2",
          new int[] {
            0x1B9E77, 0xD95F02, 0x7570B3, 0xE7298A, 0x66A61E, 0xE6AB02, 0xA6761D, 0x666666
          },
          "tab10",
          new int[] {
            0x1F77B4, 0xFF7F0E, 0x2CA02C, 0xD62728, 0x9467BD, 0x8C564B, 0xE377C2, 0x7F7F7F,
            0xBCBD22, 0x17BECF
          });

  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("black", 0x000000),
          Map.entry("blue", 0x0000FF),
          Map.entry("brown", 0xA52A2A),
          Map.entry("cyan", 0x00FFFF),
          Map.entry("gray", 0x808080),
          Map.entry("green", 0x008000),
          Map.entry("grey", 0x808080),
          Map.entry("magenta", 0xFF00FF),
          Map.entry("orange", 0xFFA500),
          Map.entry("pink", 0xFFC0CB),
          Map.entry("purple", 0x800080),
          Map.entry("red", 0xFF0000),
          Map.entry("yellow", 0xFFFF00));

  private Palettes() {}

  /** The colours of all our figures, for a number of classes; they repeat after eight. */
  public static List<Color> standard(int classes) {
    List<Color> colours = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      colours.add(Look.colour(i));
    }
    return colours;
  }

  /**
   * A palette by name.
   *
   * @throws IllegalArgumentException if there is none of that name; tells which there are
   */
  public static List<Color> named(String name, int classes) {
    List<Color> colours = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      int[] listed = LISTED.get(name);
      if (listed != null) {
        colours.add(new Color(listed[i % listed.length]));
      } else if (name.equals("viridis")) {
        // As seaborn: between the ends, which are nearly black and nearly white.
        colours.add(new Color(ColourMap.VIRIDIS.rgb((i + 1.0) / (classes + 1))));
      } else if (name.equals("husl") || name.equals("hls")) {
        colours.add(Color.getHSBColor((float) i / classes, 0.65f, 0.85f));
      } else if (name.equals("colorblind")) {
        colours.add(Look.colour(i));
      } else {
        TreeSet<String> known = new TreeSet<>(LISTED.keySet());
        known.addAll(List.of("viridis", "husl", "hls", "colorblind"));
        throw new IllegalArgumentException(
            "there is no palette '"
                + name
                + "': name a .pkl of colours, or one of "
                + String.join(", ", known));
      }
    }
    return colours;
  }

  /**
   * A colour as #RRGGBB or by one of the usual names.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Color colour(String text) {
    if (text.matches("#[0-9A-Fa-f]{6}")) {
      return Color.decode(text);
    }
    Integer rgb = NAMED.get(text);
    if (rgb == null) {
      throw new IllegalArgumentException("'" + text + "' is no colour such as red or #FF0000");
    }
    return new Color(rgb);
  }
}
