package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.StackInput;
import org.cryodrgn.core.export.StarExport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes particles with their CTF and poses as a RELION file. */
@Command(
    name = "write_star",
    description = "With the CTF parameters and poses of the particles.",
    footer =
        "cryodrgn_utils write_star particles.mrcs --ctf ctf.pkl --poses poses.pkl --ind "
            + "ind.pkl -o selected.star")
public final class WriteStarCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(WriteStarCommand.class);

  @Mixin private StackInput particles;

  @Option(
      names = {"-o", "--outfile"},
      required = true,
      paramLabel = "STAR",
      description = "Output, RELION 3.1")
  private Path output;

  @Option(
      names = "--ctf",
      paramLabel = "PKL",
      description = "CTF parameters; a .star file has its own, a .cs file may have")
  private Path ctf;

  @Option(
      names = "--poses",
      paramLabel = "PKL",
      description = "Poses; a .star file has its own, a .cs file may have")
  private Path poses;

  @Option(names = "--full-path", description = "Write the full path of each image")
  private boolean fullPath;

  @Option(names = "--relion30", description = "Write RELION 3.0's form, without an optics table")
  private boolean relion30;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.extension(spec, "--outfile", output, ".star");
    boolean fromStar = particles.is("star");
    if (fromStar && (ctf != null || poses != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "A .star file has its own CTF and poses: leave out --ctf and --poses");
    }
    if (!fromStar && ctf == null && !particles.is("cs")) {
      throw new ParameterException(
          spec.commandLine(), "--ctf is needed for this kind of particles");
    }
    int written =
        new StarExport(
                particles.file(),
                particles.dataDir(),
                particles.selectionFile(),
                fullPath,
                relion30)
            .write(ctf, poses, output);
    LOG.info("Wrote {} particles to {}", written, output);
    return 0;
  }
}
