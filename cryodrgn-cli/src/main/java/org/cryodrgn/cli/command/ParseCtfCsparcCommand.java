package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.CtfReport;
import org.cryodrgn.cli.option.OutputNames;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.io.cryosparc.CsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the CTF parameters of a cryoSPARC file as a pickle. */
@Command(
    name = "parse_ctf_csparc",
    description = "Write the CTF parameters of a cryoSPARC .cs file as a .pkl.")
public final class ParseCtfCsparcCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "CS", description = "cryoSPARC particles file")
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

  @Option(
      names = "-D",
      paramLabel = "PIXELS",
      description = "Box size of the images, for a file without blob/shape")
  private Integer box;

  @Option(
      names = "--Apix",
      paramLabel = "A",
      description = "Å a pixel of the images, for a file without blob/psize_A")
  private Double pixelSize;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutputNames.requireExtension(spec, "The input", input, ".cs");
    OutputNames.requireExtension(spec, "-o", output, ".pkl");
    OutputNames.requirePlot(spec, plot);
    OutputNames.requirePositive(spec, "-D", box);
    OutputNames.requirePositive(spec, "--Apix", pixelSize);
    CtfReport.write(CtfImport.fromCryosparc(CsFile.read(input), box, pixelSize), output, plot);
    return 0;
  }
}
