package org.cryodrgn.cli.option;

import java.util.Locale;
import org.cryodrgn.analysis.plot.PlotFormat;
import picocli.CommandLine.Option;

/** The file format of plots. */
@Heading("Plots")
public final class PlotOutput {

  /** What --format takes. */
  static final class Formats extends Choices {
    Formats() {
      super("png", "svg", "pdf");
    }
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "png",
      completionCandidates = Formats.class,
      description = "Format of plots: ${COMPLETION-CANDIDATES}")
  private String format;

  /** The format asked for. */
  public PlotFormat format() {
    return PlotFormat.valueOf(format.toUpperCase(Locale.ROOT));
  }
}
