package org.cryodrgn.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.io.cryosparc.CsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the first row of a cryoSPARC file. */
@Command(name = "view_cs_header", footer = "cryodrgn_utils view_cs_header particles.cs")
public final class ViewCsHeaderCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "CS", description = "cryoSPARC file")
  private Path input;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CsFile particles = CsFile.read(input);
    PrintWriter out = spec.commandLine().getOut();
    out.println(particles.size() + " particles");
    int width = particles.fields().stream().mapToInt(String::length).max().orElse(1);
    for (String field : particles.fields()) {
      out.printf("%-" + width + "s:    %s%n", field, particles.describe(0, field));
    }
    return 0;
  }
}
