package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.KeptParticles;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.io.CountText;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.RelionSubset;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.TiltRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes selected rows of a RELION file. */
@Command(
    name = "filter_star",
    description = "Every column is kept.",
    footer = {
      "cryodrgn_utils filter_star particles.star --ind ind.pkl -o selected.star",
      "cryodrgn_utils filter_star tilts.star --et --ind particles.pkl -o selected.star"
    })
public final class FilterStarCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FilterStarCommand.class);

  @Parameters(index = "0", paramLabel = "STAR", description = "RELION particles file")
  private Path input;

  @Mixin private KeptParticles kept;

  @Option(
      names = "--et",
      description =
          "A row is a tilt image, indices are of particles (_rlnGroupName): all tilts of each")
  private boolean tilts;

  @Option(
      names = {"--micrograph-files", "-m"},
      description = "Write a .star file for each micrograph, into the folder of -o")
  private boolean micrographFiles;

  @Option(
      names = "-o",
      paramLabel = "STAR",
      description = "Output file, or folder with -m; STAR_PKL beside the input if not given")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.extension(spec, "The input", input, ".star");
    if (output != null && !micrographFiles) {
      Require.extension(spec, "-o", output, ".star");
    }
    RelionParticles all = RelionParticles.read(input);
    RelionParticles selected = all.select(rows(all));
    Path target = output != null ? output : kept.besideOf(input, micrographFiles ? "" : ".star");
    if (micrographFiles) {
      Map<Path, StarFile> files = RelionSubset.byMicrograph(selected);
      for (Path name : files.keySet()) {
        InputFiles.requireKept(target.resolve(name), List.of(input));
      }
      files.forEach((name, file) -> file.write(target.resolve(name)));
      LOG.info(
          "Wrote {} to {} in {}",
          CountText.of(selected.size(), tilts ? "tilt image" : "particle"),
          CountText.of(files.size(), "file"),
          target);
    } else {
      RelionSubset.withUsedOptics(selected).write(target);
      LOG.info(
          "Wrote {} of {} to {}",
          selected.size(),
          CountText.of(all.size(), tilts ? "tilt image" : "particle"),
          target);
    }
    return 0;
  }

  private int[] rows(RelionParticles all) {
    if (!tilts) {
      return kept.of(all.size());
    }
    TiltRows ofParticles = TiltRows.of(all);
    return ofParticles.of(kept.of(ofParticles.particles()));
  }
}
