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

  private static final String MAP = ".mrc";

  /** What EMDB and CCP4 call it, as long as the other. */
  private static final String CCP4 = ".map";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MAP", description = "The map (.mrc or .map)")
  private Path input;

  @Option(
      names = {"--outmrc", "-o"},
      paramLabel = "MRC",
      description =
          "Where to write (default: beside the input, with _flipped or _inverted in its name)")
  private Path output;

  /**
   * Reads, changes and writes the map; pixel size and position stay.
   *
   * @param suffix put before the extension where no output is named
   * @param change what is done to it
   * @return the exit code
   */
  public int change(String suffix, MapChange change) {
    Require.extension(spec, "The input", input, MAP, CCP4);
    String name = input.getFileName().toString();
    int stem = name.length() - MAP.length();
    String changed = name.substring(0, stem) + suffix + name.substring(stem);
    Path target = output != null ? output : input.resolveSibling(changed);
    Require.extension(spec, "--outmrc", target, MAP, CCP4);
    change.write(input, target);
    LOG.info("Wrote {}", target);
    return 0;
  }
}
