package org.cryodrgn.cli.run;

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
   * Analyzes the last epoch as {@code analyze} does by default, if the training came to its end and
   * the user did not decline.
   *
   * @param code what the training ended with
   * @param output where it wrote
   * @param epochs the last epoch
   * @return the code
   */
  public int after(int code, TrainingOutput output, int epochs, int threads) {
    if (code == ExitCode.OK && !none) {
      try (Progress progress = Progress.ofShareOf("the UMAP")) {
        Analysis.afterTraining(output.files().folder(), epochs, threads, progress::advanceToShare);
      }
    }
    return code;
  }
}
