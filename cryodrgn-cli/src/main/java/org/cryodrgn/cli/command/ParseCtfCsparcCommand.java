package org.cryodrgn.cli.command;

import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.CryosparcInput;
import org.cryodrgn.cli.option.CtfOutput;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.core.ctf.CtfImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the CTF parameters of a cryoSPARC file as a pickle. */
@Command(
    name = "parse_ctf_csparc",
    footer = "cryodrgn parse_ctf_csparc particles.cs -o ctf.pkl --png ctf.png")
public final class ParseCtfCsparcCommand implements Callable<Integer> {

  @Mixin private CryosparcInput input;

  @Mixin private CtfOutput output;

  @Option(
      names = "--Apix",
      paramLabel = "Å",
      description = "Å a pixel of the images, for a file without blob/psize_A")
  private Double pixelSize;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    input.validate();
    output.validate();
    Require.pixelSize(spec, pixelSize);
    output.write(CtfImport.fromCryosparc(input.read(), input.box(), pixelSize));
    return 0;
  }
}
