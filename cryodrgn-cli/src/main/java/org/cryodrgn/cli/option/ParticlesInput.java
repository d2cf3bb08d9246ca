package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.core.dataset.ParticleDataset;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which particles a command works on, with their poses and CTF parameters. */
@Heading("Particles")
public final class ParticlesInput {

  @Parameters(
      index = "0",
      paramLabel = "PARTICLES",
      description = "Particles: .mrcs, .star, .cs, or .txt list of stacks")
  private Path particles;

  @Option(
      names = "--poses",
      paramLabel = "PKL",
      description = "Poses (default, with neither --ctf: those of the .star or .cs file)")
  private Path poses;

  @Option(
      names = "--ctf",
      paramLabel = "PKL",
      description = "CTF parameters (default, with neither --poses: those of the file)")
  private Path ctf;

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

  /** The files, of all selected particles. */
  public ParticleDataset.Source source() {
    return source(0);
  }

  /**
   * The files.
   *
   * @param first how many particles to use; 0 for all
   */
  public ParticleDataset.Source source(int first) {
    return new ParticleDataset.Source(particles, dataDir, selection, first, poses, ctf);
  }

  /** Whether images stay on disk until they are needed. */
  public boolean lazy() {
    return lazy;
  }
}
