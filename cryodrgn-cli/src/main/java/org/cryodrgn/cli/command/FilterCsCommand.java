package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.OutputNames;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes selected rows of a cryoSPARC file. */
@Command(
    name = "filter_cs",
    description = "Every field is kept.",
    footer = "cryodrgn_utils filter_cs particles.cs --ind ind.pkl -o selected.cs")
public final class FilterCsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FilterCsCommand.class);

  @Parameters(index = "0", paramLabel = "CS", description = "cryoSPARC particles file")
  private Path input;

  @Option(
      names = "--ind",
      required = true,
      paramLabel = "PKL",
      description = "Selected particles (0-based indices, .pkl)")
  private Path selection;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "CS",
      description = "Output")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    filter(spec, input, selection, output);
    return 0;
  }

  /** Writes the rows of a selection, or all if it is null. */
  static void filter(CommandSpec spec, Path input, Path selection, Path output) {
    OutputNames.requireExtension(spec, "The input", input, ".cs");
    OutputNames.requireExtension(spec, "--output", output, ".cs");
    CsFile all = CsFile.read(input);
    CsFile selected = selection == null ? all : all.select(IndexFile.read(selection, all.size()));
    selected.write(output);
    LOG.info("Wrote {} of {} particles to {}", selected.size(), all.size(), output);
  }
}
