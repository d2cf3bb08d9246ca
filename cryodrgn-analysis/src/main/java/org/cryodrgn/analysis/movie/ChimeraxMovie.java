package org.cryodrgn.analysis.movie;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;

/** A script that lets ChimeraX record a movie of maps one after the other, and its running. */
final class ChimeraxMovie {

  static final String PROGRAM = "chimerax";

  /** Surfaces smaller than this, Å, are hidden. */
  static final int DUST = 10;

  private ChimeraxMovie() {}

  /**
   * The script. ChimeraX reads it in the folder of the maps, so that the folder may be copied.
   *
   * @param maps in their order; one colour for all if they are a path
   */
  static String script(List<Path> maps, boolean path, MovieSettings settings, String movie) {
    List<String> lines = new ArrayList<>();
    lines.add("# Records " + movie + ": chimerax --offscreen " + settings.name() + ".cxc");
    lines.add("set bgColor white");
    lines.add("graphics silhouettes true");
    lines.add("windowsize " + settings.width() + " " + settings.height());
    for (Path map : maps) {
      lines.add("open \"" + map.getFileName() + "\"");
    }
    if (path) {
      lines.add("volume all color cornflowerblue");
    }
    lines.add(
        settings.camera() == null ? "view" : "view matrix camera " + settings.camera().text());
    if (settings.level() != null) {
      lines.add("volume all level " + settings.level());
    }
    lines.add("surface dust all size " + DUST);
    lines.add("lighting soft");
    lines.add("movie record");
    lines.add("mseries all pause 1 step 1");
    lines.add("wait " + maps.size());
    lines.add("movie encode \"" + movie + "\" framerate " + settings.framesPerSecond());
    lines.add("exit");
    return String.join("\n", lines) + "\n";
  }

  /**
   * Runs a script in its folder.
   *
   * @throws DataException if ChimeraX fails; tells its last line
   */
  static void record(Path script, Path movie) {
    try {
      Path messages = Files.createTempFile("chimerax", ".log");
      try {
        int code =
            Programs.end(
                new ProcessBuilder(PROGRAM, "--offscreen", script.getFileName().toString())
                    .directory(script.toAbsolutePath().getParent().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(messages.toFile())
                    .start());
        if (code != 0 || !Files.exists(movie)) {
          throw DataException.at(
              movie,
              "",
              "ChimeraX did not make it: " + Programs.lastLine(messages),
              "Open " + script + " in ChimeraX to see why");
        }
      } finally {
        Files.deleteIfExists(messages);
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(movie, e);
    }
  }
}
