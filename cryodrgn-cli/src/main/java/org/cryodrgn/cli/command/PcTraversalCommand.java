package org.cryodrgn.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.cryodrgn.analysis.latent.PcTraversal;
import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.cli.option.LastWins;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Latent coordinates along principal components. */
@Command(
    name = "pc_traversal",
    description = "The path is for eval_vol --zfile.",
    footer = "cryodrgn pc_traversal out/z.20.pkl --pc 1 2 -n 10 -o zpaths")
public final class PcTraversalCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(PcTraversalCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "Z", description = "Latent coordinates (z.N.pkl)")
  private Path latentFile;

  @Option(
      names = "--pc",
      arity = "1..*",
      preprocessor = LastWins.class,
      paramLabel = "PC",
      description = "Components, from 1; all if not given")
  private List<Integer> components;

  @Option(names = "-n", defaultValue = "10", paramLabel = "N", description = "Points of each path")
  private int points;

  @Option(
      names = "--lim",
      arity = "2",
      preprocessor = LastWins.class,
      paramLabel = "PERCENT",
      description = "Percentiles (0 to 100) of the first and last point; 5 and 95 if not given")
  private double[] limits;

  @Option(
      names = "--use-percentile-spacing",
      description = "Points at equal steps of percentile, not of distance")
  private boolean byPercentile;

  @Option(
      names = {"--outdir", "-o"},
      arity = "0..1",
      fallbackValue = "zpaths",
      paramLabel = "DIR",
      description = "Write pcN.txt here, not to the screen; zpaths if no name follows")
  private Path output;

  @Override
  public Integer call() {
    double[] range = limits == null ? new double[] {5, 95} : limits;
    Require.points(spec, points, 1);
    Require.that(
        spec,
        Arrays.stream(range).allMatch(percent -> percent >= 0 && percent <= 100),
        "--lim takes percentiles from 0 to 100, not " + Arrays.toString(range));
    Latents z = latents();
    List<Integer> chosen = chosen(z.dimension());
    PrincipalComponents pca = PrincipalComponents.fit(z.mean(), z.dimension());
    LOG.info("Explained variance ratio:");
    LOG.info(pca.explainedVarianceText());
    if (output != null) {
      AtomicFile.makeFolder(output);
    }
    PcTraversal.Spacing spacing =
        byPercentile ? PcTraversal.Spacing.PERCENTILE : PcTraversal.Spacing.DISTANCE;
    for (int component : chosen) {
      tell(PcTraversal.along(pca, z.mean(), component - 1, points, range[0], range[1], spacing), z);
    }
    return 0;
  }

  private Latents latents() {
    Latents z = LatentFile.read(latentFile);
    if (z.particles() < 2) {
      throw DataException.at(
          latentFile,
          "",
          "components need two particles or more, it holds " + z.particles(),
          "Name the z.N.pkl of a run");
    }
    return z;
  }

  /** The components to walk along, from 1. */
  private List<Integer> chosen(int dimension) {
    if (components == null) {
      return IntStream.rangeClosed(1, dimension).boxed().toList();
    }
    for (int component : components) {
      Require.that(
          spec,
          component >= 1 && component <= dimension,
          "--pc must be from 1 to " + dimension + ", not " + component);
    }
    return components;
  }

  /** Prints where a path lies and how many particles are near it; prints or writes its points. */
  private void tell(PcTraversal traversal, Latents z) {
    int component = traversal.component() + 1;
    PrintWriter out = spec.commandLine().getOut();
    double[] scores = traversal.scores();
    out.printf(
        Locale.US, "PC%d%nLimits: %s, %s%n", component, scores[0], scores[scores.length - 1]);
    out.println("Neighbor count along trajectory:");
    out.println(Arrays.toString(traversal.support(z.mean())).replace(",", ""));
    double[] values = Arrays.stream(traversal.path()).flatMapToDouble(Arrays::stream).toArray();
    TextMatrix table = new TextMatrix(points, z.dimension(), values);
    if (output == null) {
      out.print(table.shown());
    } else {
      table.write(output.resolve("pc" + component + ".txt"));
    }
  }
}
