package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.CtfOverrides;
import org.cryodrgn.cli.option.CtfReport;
import org.cryodrgn.cli.option.OutputNames;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.io.star.RelionParticles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the CTF parameters of a RELION file as a pickle. */
@Command(
    name = "parse_ctf_star",
    description = {
      "Write the CTF parameters of a RELION .star file (3.0 to 5) as a .pkl.",
      "Each value given here overrides that of the file."
    })
public final class ParseCtfStarCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STAR", description = "RELION particles file")
  private Path input;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "PKL",
      description = "Output: CTF parameters, N x 9")
  private Path output;

  @Option(
      names = "--png",
      paramLabel = "PNG",
      description = "Plot the CTF of the first particle (.png, .svg or .pdf)")
  private Path plot;

  @Mixin private CtfOverrides overrides;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutputNames.requireExtension(spec, "-o", output, ".pkl");
    OutputNames.requirePlot(spec, plot);
    CtfImport.Given given = overrides.given();
    CtfReport.write(CtfImport.fromRelion(RelionParticles.read(input), given), output, plot);
    return 0;
  }
}
