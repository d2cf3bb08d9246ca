package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.core.dataset.ParticleDataset;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which particles a command works on, with their poses and CTF parameters. */
@Heading("Particles")
public final class ParticlesInput {

  @Mixin private StackInput stack;

  @Option(
      names = "--poses",
      paramLabel = "PKL",
      description = "Poses (default: those of the .star or .cs file)")
  private Path poses;

  @Option(
      names = "--ctf",
      paramLabel = "PKL",
      description =
          "CTF parameters (default: those of the .star or .cs file; none if --poses is given)")
  private Path ctf;

  /** The file that holds or names the particles. */
  public Path file() {
    return stack.file();
  }

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
    return new ParticleDataset.Source(
        stack.file(), stack.dataDir(), stack.selectionFile(), first, poses, ctf);
  }
}
