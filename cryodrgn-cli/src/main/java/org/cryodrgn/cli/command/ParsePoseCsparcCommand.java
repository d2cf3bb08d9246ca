package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.OutputNames;
import org.cryodrgn.core.geometry.PoseImport;
import org.cryodrgn.core.geometry.PoseImport.CryosparcJob;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the poses of a cryoSPARC file as a pickle. */
@Command(
    name = "parse_pose_csparc",
    description = "Write the poses of a cryoSPARC .cs file as a .pkl.")
public final class ParsePoseCsparcCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ParsePoseCsparcCommand.class);

  @Parameters(index = "0", paramLabel = "CS", description = "cryoSPARC particles file")
  private Path input;

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

  @Option(
      names = "-D",
      paramLabel = "PIXELS",
      description = "Box size of the images, for a file without blob/shape")
  private Integer box;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutputNames.requireExtension(spec, "The input", input, ".cs");
    OutputNames.requireExtension(spec, "-o", output, ".pkl");
    OutputNames.requirePositive(spec, "-D", box);
    CryosparcJob job = CryosparcJob.of(abInitio, heterogeneous);
    Poses poses = PoseImport.fromCryosparc(CsFile.read(input), box, job);
    PoseFile.writeSingle(output, poses);
    LOG.info("Wrote the poses of {} particles to {}", poses.size(), output);
    return 0;
  }
}
