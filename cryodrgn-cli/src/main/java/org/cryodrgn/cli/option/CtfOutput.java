package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.io.ctf.CtfTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where imported CTF parameters go. */
public final class CtfOutput {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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

  /**
   * Refuses names of other kinds of files.
   *
   * @throws ParameterException if one is given
   */
  public void validate() {
    Require.extension(spec, "-o", output, ".pkl");
    Require.plot(spec, plot);
  }

  /** Writes the table and what else is asked for. */
  public void write(CtfTable table) {
    CtfReport.write(table, output, plot);
  }
}
