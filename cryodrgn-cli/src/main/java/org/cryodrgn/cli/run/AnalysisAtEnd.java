package org.cryodrgn.cli.run;

import java.util.Optional;
import org.cryodrgn.analysis.report.Analysis;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.option.TrainingOutput;
import picocli.CommandLine.Option;

/** The analysis that a training of a latent space ends with. */
@Heading("Run")
public final class AnalysisAtEnd {

  @Option(names = "--no-analysis", description = "Do not analyze the last epoch at the end")
  private boolean none;

  /**
   * Analyzes the last epoch as {@code analyze} does by default, when it is run.
   *
   * @param output where the training writes
   * @param epochs the last epoch
   * @return empty if the user declined
   */
  public Optional<Runnable> of(TrainingOutput output, int epochs, int threads) {
    return none ? Optional.empty() : Optional.of(() -> analyze(output, epochs, threads));
  }

  private static void analyze(TrainingOutput output, int epochs, int threads) {
    try (ProgressOfWorks progress = new ProgressOfWorks()) {
      Analysis.afterTraining(output.files().folder(), epochs, threads, progress);
    }
  }
}
