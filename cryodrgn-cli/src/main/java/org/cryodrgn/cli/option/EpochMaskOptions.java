package org.cryodrgn.cli.option;

import org.cryodrgn.analysis.convergence.EpochMaps;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The masks within which volumes of different epochs are compared. */
@Heading("Masks")
public final class EpochMaskOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--thresh",
      paramLabel = "X",
      description = "Least density within masks; half the 99.99th percentile if not given")
  private Double threshold;

  @Option(
      names = "--dilate",
      defaultValue = "3",
      paramLabel = "N",
      description = "By how much masks grow, voxels")
  private int dilation;

  @Option(
      names = "--dist",
      defaultValue = "10",
      paramLabel = "N",
      description = "Width of the masks' edges, voxels")
  private int edge;

  /**
   * The options.
   *
   * @throws ParameterException if a width is negative
   */
  public EpochMaps.MaskSettings settings() {
    if (dilation < 0 || edge < 0) {
      throw new ParameterException(spec.commandLine(), "--dilate and --dist must not be negative");
    }
    return new EpochMaps.MaskSettings(threshold, dilation, edge);
  }
}
