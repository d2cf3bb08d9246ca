package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.selection.RandomSelection;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws particles at random. */
@Command(
    name = "select_random",
    description = "Each at most once; the same particles as cryoDRGN draws for a seed.",
    footer = "cryodrgn_utils select_random 131899 -n 20000 -o ind.pkl")
public final class SelectRandomCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(SelectRandomCommand.class);

  /** More than any data set holds, and few enough for an array. */
  private static final int MOST_PARTICLES = 1_000_000_000;

  @Parameters(index = "0", paramLabel = "N", description = "Number of all particles")
  private Integer particles;

  @Option(names = "-o", required = true, paramLabel = "PKL", description = "The selection")
  private Path output;

  @Option(names = "-n", paramLabel = "N", description = "Particles to select")
  private Integer count;

  @Option(names = "-s", paramLabel = "PKL", description = "Also write those not selected")
  private Path inverse;

  @Option(names = "--frac", paramLabel = "F", description = "Instead of -n: the fraction to select")
  private Double fraction;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "Random seed, from 0 to 4294967295 as NumPy's")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    int selected = selected();
    Require.that(
        spec,
        seed >= 0 && seed <= RandomSelection.LARGEST_SEED,
        "--seed must be from 0 to " + RandomSelection.LARGEST_SEED + ", not " + seed);
    RandomSelection selection = RandomSelection.draw(particles, selected, seed);
    IndexFile.write(output, selection.selected());
    LOG.info("Selected {} of {} particles: {}", selected, particles, output);
    if (inverse != null) {
      IndexFile.write(inverse, selection.others());
      LOG.info("Not selected are {}: {}", particles - selected, inverse);
    }
    return 0;
  }

  private int selected() {
    if ((count == null) == (fraction == null)) {
      throw new ParameterException(spec.commandLine(), "give one of -n and --frac");
    }
    if (particles > MOST_PARTICLES) {
      throw new ParameterException(
          spec.commandLine(), "N must be from 1 to " + MOST_PARTICLES + ", not " + particles);
    }
    double wanted = count != null ? count : particles * fraction;
    if (!(wanted >= 1 && wanted <= particles)) {
      throw new ParameterException(
          spec.commandLine(),
          (count != null ? "-n " + count : "--frac " + fraction)
              + " of "
              + particles
              + " particles: select at least one and at most all");
    }
    return (int) wanted;
  }
}
