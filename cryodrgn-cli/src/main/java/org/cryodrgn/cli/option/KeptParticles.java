package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.io.selection.IndexFile;
import picocli.CommandLine.Option;

/** The selection of particles that a filter of a file keeps. */
public final class KeptParticles {

  @Option(
      names = "--ind",
      required = true,
      paramLabel = "PKL",
      description = "Selected particles (0-based indices, .pkl or .txt)")
  private Path selection;

  /** The file of the selection. */
  public Path file() {
    return selection;
  }

  /** The indices; as {@link IndexFile#read(Path, int)}. */
  public int[] of(int particles) {
    return IndexFile.read(selection, particles);
  }

  /**
   * INPUT_SELECTION beside the input, where a filter writes that is told of no output.
   *
   * @param extension with its dot; empty for a folder
   */
  public Path besideOf(Path input, String extension) {
    return input.resolveSibling(stem(input) + "_" + stem(selection) + extension);
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }
}
