package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.ArgumentChecks;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets the pixel size in the header of an MRC file. */
@Command(
    name = "add_psize",
    description = "All else in the file stays as it is.",
    footer = "cryodrgn_utils add_psize vol.mrc --Apix 1.31 -o vol_131.mrc")
@ArgumentChecks.MayReplaceInput
public final class AddPsizeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(AddPsizeCommand.class);

  @Parameters(index = "0", paramLabel = "MRC", description = "Volume or particle stack")
  private Path input;

  @Option(names = "--Apix", defaultValue = "1", paramLabel = "Å", description = "Å a pixel")
  private double pixelSize;

  @Option(
      names = "-o",
      paramLabel = "MRC",
      description = "Output, may be the input itself; NAME_psize.mrc beside it if not given")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.pixelSize(spec, pixelSize);
    MrcFile file = MrcFile.open(input);
    Path target =
        output != null
            ? output
            : input.resolveSibling(
                input.getFileName().toString().replaceFirst("(\\.[^.]*)?$", "_psize$1"));
    MrcWriter.copy(file, file.header().withPixelSize(pixelSize), target);
    LOG.info("Wrote {}", target);
    return 0;
  }
}
