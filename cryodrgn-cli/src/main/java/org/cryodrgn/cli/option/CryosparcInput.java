package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.io.cryosparc.CsFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The cryoSPARC particles that a command takes poses or CTF parameters from. */
public final class CryosparcInput {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CS", description = "cryoSPARC particles file")
  private Path file;

  @Option(
      names = "-D",
      paramLabel = "PIXELS",
      description = "Box size of the images, pixels, for a file without blob/shape")
  private Integer box;

  /**
   * Refuses another kind of file, and a box that no image has.
   *
   * @throws ParameterException if either is given
   */
  public void validate() {
    Require.extension(spec, "The input", file, ".cs");
    Require.positive(spec, "-D", box);
  }

  /** Reads the file. */
  public CsFile read() {
    return CsFile.read(file);
  }

  /** The box size given, pixels; null if none is. */
  public Integer box() {
    return box;
  }
}
