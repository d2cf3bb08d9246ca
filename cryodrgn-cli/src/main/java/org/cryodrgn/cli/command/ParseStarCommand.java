package org.cryodrgn.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.CtfOverrides;
import org.cryodrgn.cli.option.CtfReport;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.ArgumentChecks;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.core.geometry.RelionPoses;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes poses and CTF parameters of a RELION file as pickles. */
@ArgumentChecks.WritesTo({"--ctf", "--poses"})
@Command(
    name = "parse_star",
    description = "RELION 3.0 to 5. Each value given here overrides that of the file.",
    footer = "cryodrgn parse_star particles.star --poses poses.pkl --ctf ctf.pkl")
public final class ParseStarCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ParseStarCommand.class);

  @Parameters(index = "0", paramLabel = "STAR", description = "RELION particles file")
  private Path input;

  @Option(names = "--ctf", paramLabel = "PKL", description = "Output: CTF parameters, N x 9")
  private Path ctfOutput;

  @Option(
      names = "--poses",
      paramLabel = "PKL",
      description = "Output: rotations and shifts (fraction of the box)")
  private Path posesOutput;

  @Option(
      names = "--png",
      paramLabel = "PNG",
      description = "Plot the CTF of the first particle (.png, .svg or .pdf)")
  private Path plot;

  @Mixin private CtfOverrides overrides;

  @Option(names = "--overwrite", description = "Replace outputs that exist")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.extension(spec, "The input", input, ".star");
    if (ctfOutput == null && posesOutput == null) {
      throw new ParameterException(spec.commandLine(), "give --ctf, --poses or both");
    }
    if (ctfOutput == null && plot != null) {
      throw new ParameterException(spec.commandLine(), "--png plots the CTF: give --ctf too");
    }
    check("--ctf", ctfOutput);
    check("--poses", posesOutput);
    Require.plot(spec, plot);
    CtfImport.Given given = overrides.given();
    RelionParticles particles = RelionParticles.read(input);
    // Both are made before either is written, so that a failure leaves nothing.
    CtfTable ctf = ctfOutput == null ? null : CtfImport.fromRelion(particles, given);
    Poses poses =
        posesOutput == null ? null : RelionPoses.of(particles, given.box(), given.pixelSize());
    if (ctf != null) {
      CtfReport.write(ctf, ctfOutput, plot);
    }
    if (poses != null) {
      PoseFile.write(posesOutput, poses);
      LOG.info("Wrote the poses of {} particles to {}", poses.size(), posesOutput);
    }
    return 0;
  }

  private void check(String option, Path output) {
    if (output == null) {
      return;
    }
    Require.extension(spec, option, output, ".pkl");
    if (!overwrite && Files.exists(output)) {
      throw DataException.at(output, "", "exists", "Use --overwrite to replace it");
    }
  }
}
