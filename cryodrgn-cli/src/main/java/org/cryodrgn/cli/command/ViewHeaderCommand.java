package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeaderText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the header of an MRC file. */
@Command(name = "view_header", footer = "cryodrgn_utils view_header particles.mrcs")
public final class ViewHeaderCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "MRC", description = "Particle stack or volume")
  private Path input;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    MrcHeaderText.lines(MrcFile.open(input).header()).forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
