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

  /** Writes those that are not there: the user may have worked on an older one. */
  static void write(Path folder, RunFolder run, int clusters) {
    for (String name : NAMES) {
      Path target = folder.resolve(name);
      if (!Files.exists(target)) {
        String workFolder = run.folder().toAbsolutePath().normalize().toString();
        AtomicFile.writeText(
            target,
            template(name)
                .replace("@WORKDIR@", pythonText(workFolder))
                .replace("@LATENTS@", pythonText(run.latents().getFileName().toString()))
                .replace("@SELECTION@", selection(run))
                .replace("@CLUSTERS@", Integer.toString(clusters)));
      }
    }
  }

  /** The selection that the run was trained with, for indices that count in the whole stack. */
  private static String selection(RunFolder run) {
    Path selection = Files.exists(run.config()) ? RunInputs.of(run.config()).selection() : null;
    return selection == null
        ? "None"
        : pythonText(selection.toAbsolutePath().normalize().toString());
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
