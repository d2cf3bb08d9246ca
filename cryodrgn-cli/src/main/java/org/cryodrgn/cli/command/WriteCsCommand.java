package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The old name of {@link FilterCsCommand}. */
@Command(
    name = "write_cs",
    description = "For scripts that use it.",
    footer = "cryodrgn_utils write_cs particles.cs --ind ind.pkl -o selected.cs")
public final class WriteCsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(WriteCsCommand.class);

  @Parameters(index = "0", paramLabel = "CS", description = "cryoSPARC particles file")
  private Path input;

  @Option(names = "--datadir", paramLabel = "DIR", description = "Has no effect")
  private Path dataDir;

  @Option(names = "--ctf", paramLabel = "PKL", description = "Has no effect")
  private Path ctf;

  @Option(names = "--poses", paramLabel = "PKL", description = "Has no effect")
  private Path poses;

  @Option(
      names = "--ind",
      paramLabel = "PKL",
      description = "Selected particles (0-based indices, .pkl or .txt); all if not given")
  private Path selection;

  @Option(names = "--full-path", description = "Has no effect")
  private boolean fullPath;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "CS",
      description = "Output")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LOG.warn("write_cs is deprecated: use filter_cs");
    if (dataDir != null || ctf != null || poses != null || fullPath) {
      LOG.warn("--datadir, --ctf, --poses and --full-path have no effect: fields are kept");
    }
    FilterCsCommand.filter(spec, input, selection, output, null);
    return 0;
  }
}
