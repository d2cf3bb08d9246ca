package org.cryodrgn.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which particles a command works on. */
public final class ParticlesInput {

  @Parameters(
      index = "0",
      paramLabel = "PARTICLES",
      description = "Particles: .mrcs, .star, .cs, or .txt list of stacks")
  private Path particles;

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

  @Option(names = "--lazy", description = "Read images when they are needed, not all at the start")
  private boolean lazy;

  /** The file that names the particles. */
  public Path file() {
    return particles;
  }

  /** The folder of image paths, or null for the folder of the file. */
  public Path dataDir() {
    return dataDir;
  }

  /** The file of the selection, or null for all particles. */
  public Path selection() {
    return selection;
  }

  /** Whether images stay on disk until they are needed. */
  public boolean lazy() {
    return lazy;
  }
}
