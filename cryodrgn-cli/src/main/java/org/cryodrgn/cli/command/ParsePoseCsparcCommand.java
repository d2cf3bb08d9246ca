package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.CryosparcInput;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.core.geometry.CryosparcJob;
import org.cryodrgn.core.geometry.CryosparcPoses;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the poses of a cryoSPARC file as a pickle. */
@Command(
    name = "parse_pose_csparc",
    footer = "cryodrgn parse_pose_csparc particles.cs -D 300 -o poses.pkl")
public final class ParsePoseCsparcCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ParsePoseCsparcCommand.class);

  @Mixin private CryosparcInput input;

  @Option(
      names = "--abinit",
      description = "The particles are of an ab-initio reconstruction (its class 0)")
  private boolean abInitio;

  @Option(
      names = "--hetrefine",
      description = "The particles are of a heterogeneous refinement: doubles the shifts")
  private boolean heterogeneous;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "PKL",
      description = "Output: rotations and shifts (fraction of the box)")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    input.validate();
    Require.extension(spec, "-o", output, ".pkl");
    CryosparcJob job = CryosparcJob.of(abInitio, heterogeneous);
    Poses poses = CryosparcPoses.of(input.read(), input.box(), job);
    PoseFile.writeSingle(output, poses);
    LOG.info("Wrote the poses of {} particles to {}", poses.size(), output);
    return 0;
  }
}
