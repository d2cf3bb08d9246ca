package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.core.volume.MapChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A map that is read, changed, and written under another name. */
public final class MapToMap {

  private static final Logger LOG = LoggerFactory.getLogger(MapToMap.class);
  private static final String EXTENSION = ".mrc";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MAP", description = "The map (.mrc)")
  private Path input;

  @Option(
      names = {"--outmrc", "-o"},
      paramLabel = "MRC",
      description = "Where to write; by default beside the input, named after the change")
  private Path output;

  /**
   * Reads, changes and writes the map; pixel size and position stay.
   *
   * @param suffix put before the extension where no output is named
   * @param change what is done to it
   * @return the exit code
   */
  public int change(String suffix, MapChange change) {
    Require.extension(spec, "The input", input, EXTENSION);
    String name = input.getFileName().toString();
    String stem = name.substring(0, name.length() - EXTENSION.length());
    Path target = output != null ? output : input.resolveSibling(stem + suffix + EXTENSION);
    Require.extension(spec, "--outmrc", target, EXTENSION);
    change.write(input, target);
    LOG.info("Wrote {}", target);
    return 0;
  }
}
