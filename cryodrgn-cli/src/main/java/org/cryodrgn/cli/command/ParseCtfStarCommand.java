package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.CtfOutput;
import org.cryodrgn.cli.option.CtfOverrides;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.io.star.RelionParticles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the CTF parameters of a RELION file as a pickle. */
@Command(
    name = "parse_ctf_star",
    description = "RELION 3.0 to 5. Each value given here overrides that of the file.",
    footer = {
      "cryodrgn parse_ctf_star particles.star -o ctf.pkl --png ctf.png",
      "cryodrgn parse_ctf_star particles.star -D 300 --Apix 1.035 --kv 300 --cs 2.7 -w "
          + "0.1 --ps 0 -o ctf.pkl"
    })
public final class ParseCtfStarCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STAR", description = "RELION particles file")
  private Path input;

  @Mixin private CtfOutput output;

  @Mixin private CtfOverrides overrides;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.extension(spec, "The input", input, ".star");
    output.validate();
    CtfImport.Given given = overrides.given();
    output.write(CtfImport.fromRelion(RelionParticles.read(input), given));
    return 0;
  }
}
