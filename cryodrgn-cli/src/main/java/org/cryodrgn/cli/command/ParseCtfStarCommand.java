package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.CtfOutput;
import org.cryodrgn.cli.option.CtfOverrides;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.io.star.RelionParticles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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

  @Mixin private CtfOutput output;

  @Mixin private CtfOverrides overrides;

  @Override
  public Integer call() {
    output.validate();
    CtfImport.Given given = overrides.given();
    output.write(CtfImport.fromRelion(RelionParticles.read(input), given));
    return 0;
  }
}
