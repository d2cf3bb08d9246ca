package org.cryodrgn.analysis.report;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.AtomicFile;

/**
 * Writes open_volumes.cxc beside volumes. ChimeraX runs a script in the script's own folder, so the
 * folder may be copied to another computer.
 */
public final class ChimeraxScript {

  private ChimeraxScript() {}

  /** The colours that ChimeraX gives to maps opened one after the other, 0xRRGGBB, repeating. */
  static final int[] COLOURS = {
    0xB2B2B2, 0xFFFFB2, 0xB2FFFF, 0xB2B2FF, 0xFFB2FF, 0xFFB2B2, 0xB2FFB2, 0xE5BF99, 0x99BFE5,
    0xCCCC99
  };

  /** The colour that ChimeraX gives to the i-th map, 0xRRGGBB. */
  public static int colour(int i) {
    return COLOURS[i % COLOURS.length];
  }

  /** Volumes of clusters: side by side, in the colours that ChimeraX gives them by itself. */
  static void sideBySide(Path folder, List<Path> volumes) {
    write(
        folder,
        "# Each volume is a model, all side by side.\n"
            + "open "
            + names(volumes)
            + "\nvolume all style surface\ntile columns 5\n");
  }

  /** Volumes along a path: one model with a slider. */
  static void series(Path folder, List<Path> volumes) {
    write(
        folder,
        "# One model, a slider for its volumes. To play: vseries play #1 direction oscillate\n"
            + "open "
            + names(volumes)
            + " vseries true\nvolume all style surface\nview\n");
  }

  private static String names(List<Path> volumes) {
    return String.join(" ", volumes.stream().map(v -> v.getFileName().toString()).toList());
  }

  private static void write(Path folder, String text) {
    AtomicFile.writeText(
        folder.resolve("open_volumes.cxc"),
        "# Open this file in ChimeraX (File > Open, or: chimerax open_volumes.cxc)\n" + text);
  }
}
