package org.cryodrgn.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.AtomicFile;

/**
 * Jupyter notebooks to begin from in an analysis' folder, under cryoDRGN's names. They need Python
 * with NumPy and matplotlib only.
 */
final class Notebooks {

  private static final List<String> NAMES =
      List.of("cryoDRGN_figures.ipynb", "cryoDRGN_viz.ipynb", "cryoDRGN_filtering.ipynb");

  private Notebooks() {}

  /**
   * Writes those that are not there: the user may have worked on an older one.
   *
   * @param selection that the run was trained with, for indices that count in the whole stack; null
   *     if it was trained with all particles
   */
  static void write(Path folder, RunFolder run, Path selection, int clusters) {
    for (String name : NAMES) {
      Path target = folder.resolve(name);
      if (!Files.exists(target)) {
        AtomicFile.writeText(
            target,
            template(name)
                .replace("@WORKDIR@", inFull(run.folder()))
                .replace("@LATENTS@", pythonText(run.latents().getFileName().toString()))
                .replace("@SELECTION@", selection == null ? "None" : inFull(selection))
                .replace("@CLUSTERS@", Integer.toString(clusters)));
      }
    }
  }

  private static String inFull(Path path) {
    return pythonText(path.toAbsolutePath().normalize().toString());
  }

  /** A Python literal of a text, as it stands within a JSON string. */
  private static String pythonText(String text) {
    ObjectMapper json = new ObjectMapper();
    try {
      String twice = json.writeValueAsString(json.writeValueAsString(text));
      return twice.substring(1, twice.length() - 1);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can always be quoted", e);
    }
  }

  private static String template(String name) {
    try (InputStream in = Notebooks.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
