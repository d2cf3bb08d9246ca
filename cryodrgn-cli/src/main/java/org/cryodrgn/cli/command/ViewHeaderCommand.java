package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcHeaderText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints the header of an MRC file, and then what keeps its values from being read, if anything.
 */
@Command(name = "view_header", footer = "cryodrgn_utils view_header particles.mrcs")
public final class ViewHeaderCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ViewHeaderCommand.class);

  @Parameters(index = "0", paramLabel = "MRC", description = "Particle stack or volume")
  private Path input;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    MrcHeader header = MrcFile.header(input);
    MrcHeaderText.fields(header).forEach(spec.commandLine().getOut()::println);
    LOG.info(MrcHeaderText.meaning(header));
    try {
      MrcFile.open(input);
    } catch (DataException e) {
      LOG.warn("{}", e.getMessage());
    }
    return 0;
  }
}
