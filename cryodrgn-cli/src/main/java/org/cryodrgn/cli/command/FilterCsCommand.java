package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.Choices;
import org.cryodrgn.cli.option.KeptParticles;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.cryosparc.CsKind;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  static final class Kinds extends Choices {
    Kinds() {
      super("numpy", "csdat");
    }
  }

  @Parameters(index = "0", paramLabel = "CS", description = "cryoSPARC particles file")
  private Path input;

  @Mixin private KeptParticles kept;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "CS",
      description = "Output")
  private Path output;

  @Option(
      names = "--cs-format",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "numpy, or csdat of cryoSPARC 4.5 and later (default: that of the input)")
  private String kind;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CsKind as = kind == null ? null : CsKind.valueOf(kind.toUpperCase(Locale.ROOT));
    filter(spec, input, kept.file(), output, as);
    return 0;
  }

  /** Writes the rows of a selection, or all if it is null, as the kind or, if null, as they are. */
  static void filter(CommandSpec spec, Path input, Path selection, Path output, CsKind kind) {
    Require.extension(spec, "The input", input, ".cs");
    Require.extension(spec, "--output", output, ".cs");
    CsFile all = CsFile.read(input);
    CsFile selected = selection == null ? all : all.select(IndexFile.read(selection, all.size()));
    selected.write(output, kind == null ? selected.kind() : kind);
    LOG.info("Wrote {} of {} particles to {}", selected.size(), all.size(), output);
  }
}
