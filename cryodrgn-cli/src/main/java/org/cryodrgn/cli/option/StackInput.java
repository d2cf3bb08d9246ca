package org.cryodrgn.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.preprocess.StackSource;
import org.cryodrgn.io.InputFiles;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The particles that a command reads. */
@Heading("Particles")
public final class StackInput {

  @Parameters(
      index = "0",
      paramLabel = "PARTICLES",
      description = "Particles: .mrcs, .star, .cs, or .txt list of stacks")
  private Path file;

  @Option(
      names = "--datadir",
      paramLabel = "DIR",
      description = "Folder that image paths in a .star or .cs file are relative to")
  private Path dataDir;

  @Option(
      names = "--ind",
      paramLabel = "PKL",
      description = "Selection of particles (0-based indices, .pkl)")
  private Path selection;

  /** The file that holds or names the particles. */
  public Path file() {
    return file;
  }

  /** Whether the file's name ends so, for instance in "star". */
  public boolean is(String extension) {
    return file.toString().endsWith("." + extension);
  }

  /** The folder of image paths, or null for the folder of the file. */
  public Path dataDir() {
    return dataDir;
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
    return StackSource.open(file, dataDir, selection);
  }

  /** Refuses an output that is named after another and would replace the input. */
  public void requireOther(Path output) {
    InputFiles.requireKept(output, List.of(file));
  }
}
