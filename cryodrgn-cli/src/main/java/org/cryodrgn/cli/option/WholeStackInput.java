package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.core.preprocess.StackSource;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A particle stack that a command reads, and where its images lie. */
@Heading("Particles")
public final class WholeStackInput {

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

  /** The file that holds or names the particles. */
  public Path file() {
    return file;
  }

  /** The folder of image paths, or null for the folder of the file. */
  public Path dataDir() {
    return dataDir;
  }

  /** Opens all particles. */
  public StackSource open() {
    return StackSource.open(file, dataDir, null);
  }
}
