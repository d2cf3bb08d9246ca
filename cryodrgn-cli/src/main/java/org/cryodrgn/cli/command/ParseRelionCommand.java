package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.LastWins;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.core.tomography.TiltParticles;
import org.cryodrgn.io.star.StarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a row for each tilt image of RELION 5's tomography particles. */
@Command(
    name = "parse_relion",
    description =
        "Takes RELION 5's tomograms.star, the tilt series that it names and the particles, and "
            + "tells of each particle's images by rising dose: place, defocus and orientation.",
    footer = "cryodrgn_utils parse_relion -t tomograms.star -p particles.star --tilt-dim 5760 4092")
public final class ParseRelionCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ParseRelionCommand.class);

  @Option(
      names = {"-t", "--tomograms"},
      required = true,
      paramLabel = "STAR",
      description = "RELION 5 tomograms file")
  private Path tomograms;

  @Option(
      names = {"-p", "--particles"},
      required = true,
      paramLabel = "STAR",
      description = "RELION 5 particles file")
  private Path particles;

  @Option(
      names = "--tilt-dim",
      required = true,
      arity = "2",
      preprocessor = LastWins.class,
      paramLabel = "PIXELS",
      description = "Width and height of the tilt images")
  private int[] tiltSize;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "particles_2d.star",
      paramLabel = "STAR",
      description = "Output")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.extension(spec, "--output", output, ".star");
    for (int size : tiltSize) {
      Require.positive(spec, "--tilt-dim", size);
    }
    StarFile images = TiltParticles.expand(tomograms, particles, tiltSize[0], tiltSize[1]);
    images.write(output);
    LOG.info("Wrote {} images to {}", images.tables().get(0).rows(), output);
    return 0;
  }
}
