package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/** Colours for classes: by the names that seaborn gives palettes, or one by one. */
public final class Palettes {

  private static final String FILE = "palettes.properties";
  private static final String LIST = "list.";
  private static final String RAMP = "ramp.";

  /** seaborn's end for a palette in the opposite order. */
  private static final String REVERSED = "_r";

  private static final Properties COLOURS = read("colours.properties");

  private Palettes() {}

  /** The colours of all our figures; for more than their eight classes, hues around the circle. */
  public static List<Color> standard(int classes) {
    if (classes > Look.COLOURS) {
      return named("husl", classes);
    }
    List<Color> colours = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      colours.add(Look.colour(i));
    }
    return colours;
  }

  /**
   * A palette by name; with {@code _r} behind it, from its other end.
   *
   * @throws IllegalArgumentException if there is none of that name; tells which there are
   */
  public static List<Color> named(String name, int classes) {
    boolean reversed = name.endsWith(REVERSED);
    String known = reversed ? name.substring(0, name.length() - REVERSED.length()) : name;
    Properties file = read(FILE);
    List<Color> colours = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      if (file.containsKey(LIST + known)) {
        int[] list = colours(file.getProperty(LIST + known));
        int place = i % list.length;
        colours.add(new Color(list[reversed ? list.length - 1 - place : place]));
      } else if (file.containsKey(RAMP + known)) {
        // As seaborn: between the ends, which may be nearly black and nearly white.
        double place = (i + 1.0) / (classes + 1);
        int[] anchors = colours(file.getProperty(RAMP + known));
        colours.add(new Color(ColourMap.rgb(anchors, reversed ? 1 - place : place)));
      } else if (name.equals("husl") || name.equals("hls")) {
        colours.add(Color.getHSBColor((float) i / classes, 0.65f, 0.85f));
      } else if (name.equals("colorblind")) {
        colours.add(Look.colour(i));
      } else {
        throw unknown(name, file);
      }
    }
    return colours;
  }

  private static Properties read(String name) {
    Properties file = new Properties();
    try (InputStream in = Palettes.class.getResourceAsStream(name)) {
      file.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static int[] colours(String list) {
    return Arrays.stream(list.split(" ")).mapToInt(hex -> Integer.parseInt(hex, 16)).toArray();
  }

  private static IllegalArgumentException unknown(String name, Properties file) {
    TreeSet<String> known = new TreeSet<>(List.of("husl", "hls", "colorblind"));
    file.stringPropertyNames().forEach(key -> known.add(key.substring(LIST.length())));
    return new IllegalArgumentException(
        "there is no palette '"
            + name
            + "': name a .pkl of colours, or one of "
            + String.join(", ", known));
  }

  /**
   * A colour as #RRGGBB, as #RGB or by a name of CSS or matplotlib.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Color colour(String text) {
    if (text.matches("#[0-9A-Fa-f]{6}")) {
      return Color.decode(text);
    }
    if (text.matches("#[0-9A-Fa-f]{3}")) {
      return Color.decode(text.replaceAll("[0-9A-Fa-f]", "$0$0"));
    }
    String rgb = COLOURS.getProperty(text);
    if (rgb == null) {
      throw new IllegalArgumentException("'" + text + "' is no colour such as red or #FF0000");
    }
    return new Color(Integer.parseInt(rgb, 16));
  }
}
