package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.latent.LatentScore;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.analysis.report.TruthFigure;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.Unused;
import org.cryodrgn.cli.run.ExitCode;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores latent coordinates against the truth that {@code simulate} wrote. */
@Command(
    name = "score_latent",
    description =
        "From the 20 nearest neighbours of each particle: r2 (1 is perfect, 0 or less is "
            + "no information), or with --labels the share of equal labels.",
    footer = "cryodrgn score_latent out/z.20.pkl sim/truth/latents.txt --period 360")
public final class ScoreLatentCommand implements Callable<Integer> {

  private static final int FEWEST = 25;

  @Parameters(index = "0", paramLabel = "Z", description = "Latent coordinates (z.N.pkl)")
  private Path latents;

  @Parameters(index = "1", paramLabel = "TRUTH", description = "One number a particle, as text")
  private Path truth;

  @Option(
      names = "--period",
      paramLabel = "P",
      defaultValue = "0",
      description = "The truth is circular with this period (360 for degrees); 0: it is not")
  private double period;

  @Option(names = "--labels", description = "The truth is the number of a state")
  private boolean labels;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Also plot the latent coordinates coloured by the truth (.png, .svg, .pdf)")
  private Path plot;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Require.plot(spec, plot);
    Require.notNegative(spec, "--period", period);
    if (labels) {
      Unused.warn(spec, "with --labels", "--period");
    }
    Latents z = LatentFile.read(latents);
    TextMatrix known = TextMatrix.read(truth);
    if (known.columns() != 1 || known.rows() != z.particles()) {
      throw DataException.at(
          truth,
          "",
          String.format(
              "holds %d rows of %d numbers, but %s holds %d particles",
              known.rows(), known.columns(), latents, z.particles()),
          "Give one number for each particle of the latent file");
    }
    if (labels) {
      requireLabels(known.values());
    }
    if (z.particles() < FEWEST) {
      throw DataException.at(
          latents,
          "",
          "holds " + z.particles() + " particles",
          "At least " + FEWEST + " are needed");
    }
    if (plot != null) {
      PlotFile.write(
          TruthFigure.of(z.mean(), z.dimension(), known.values(), labels ? "State" : "Truth"),
          plot);
    }
    String line =
        labels
            ? String.format(
                Locale.US,
                "purity %.4f",
                LatentScore.purity(z.mean(), z.dimension(), known.values()))
            : String.format(
                Locale.US,
                "r2 %.4f",
                LatentScore.rSquared(z.mean(), z.dimension(), known.values(), period));
    spec.commandLine().getOut().println(line);
    return ExitCode.OK;
  }

  /** No two fractions are likely to be equal, so that each would be a state of its own. */
  private void requireLabels(double[] states) {
    for (int i = 0; i < states.length; i++) {
      if (states[i] != Math.rint(states[i])) {
        throw DataException.at(
            truth,
            "row " + (i + 1),
            "holds " + states[i] + ", which is no label of a state",
            "Labels are whole numbers: name a file of them, or leave out --labels");
      }
    }
  }
}
