package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.core.geometry.RelionPoses;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the poses of a RELION file as a pickle. */
@Command(
    name = "parse_pose_star",
    description = "RELION 3.0 to 5.",
    footer = "cryodrgn parse_pose_star particles.star -D 300 --Apix 1.035 -o poses.pkl")
public final class ParsePoseStarCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ParsePoseStarCommand.class);

  @Parameters(index = "0", paramLabel = "STAR", description = "RELION particles file")
  private Path input;

  @Option(
      names = {"--outpkl", "-o"},
      required = true,
      paramLabel = "PKL",
      description = "Output: rotations and shifts (fraction of the box)")
  private Path output;

  @Option(
      names = "-D",
      paramLabel = "PIXELS",
      description = "Box size of the images of the file, pixels; overrides its _rlnImageSize")
  private Integer box;

  @Option(
      names = "--Apix",
      paramLabel = "Å",
      description = "Å a pixel of these images; overrides _rlnImagePixelSize for shifts in Å")
  private Double pixelSize;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.extension(spec, "The input", input, ".star");
    Require.extension(spec, "--outpkl", output, ".pkl");
    Require.positive(spec, "-D", box);
    Require.pixelSize(spec, pixelSize);
    Poses poses = RelionPoses.of(RelionParticles.read(input), box, pixelSize);
    PoseFile.write(output, poses);
    LOG.info("Wrote the poses of {} particles to {}", poses.size(), output);
    return 0;
  }
}
