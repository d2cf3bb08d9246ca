package org.cryodrgn.analysis.plot;

import java.nio.file.Path;
import java.util.Locale;

/** The file formats of a figure; the names in lower case are the file extensions. */
public enum PlotFormat {
  PNG,
  SVG,
  PDF;

  /** The extension without its dot: png, svg or pdf. */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format that a file's extension names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static PlotFormat of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (PlotFormat format : values()) {
      if (name.endsWith("." + format.extension())) {
        return format;
      }
    }
    throw new IllegalArgumentException(file + ": a plot is a .png, .svg or .pdf file");
  }
}
