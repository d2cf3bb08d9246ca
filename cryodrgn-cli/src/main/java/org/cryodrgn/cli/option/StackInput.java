package org.cryodrgn.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.preprocess.StackSource;
import org.cryodrgn.io.InputFiles;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The particles that a command reads, all or a selection of them. */
@Heading("Particles")
public final class StackInput {

  @Mixin private WholeStackInput stack;

  @Option(
      names = "--ind",
      paramLabel = "PKL",
      description = "Selected particles (0-based indices, .pkl or .txt)")
  private Path selection;

  /** The file that holds or names the particles. */
  public Path file() {
    return stack.file();
  }

  /** Whether the file's name ends so, for instance in "star". */
  public boolean is(String extension) {
    return file().toString().endsWith("." + extension);
  }

  /** The folder of image paths, or null for the folder of the file. */
  public Path dataDir() {
    return stack.dataDir();
  }

  /** The file of the selection, or null for all particles. */
  public Path selectionFile() {
    return selection;
  }

  /** Whether particles were selected. */
  public boolean selects() {
    return selection != null;
  }

  /** Opens the selected particles. */
  public StackSource open() {
    return StackSource.open(file(), dataDir(), selection);
  }

  /** Refuses an output that is named after another and would replace the input. */
  public void requireOther(Path output) {
    InputFiles.requireKept(output, List.of(file()));
  }
}
