package org.cryodrgn.cli.option;

import java.util.OptionalDouble;
import org.cryodrgn.analysis.maps.Masks;
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
   * The options; widths in voxels.
   *
   * @throws ParameterException if a width is negative
   */
  public Masks.Settings settings() {
    Require.notNegative(spec, "--dilate", dilation);
    Require.notNegative(spec, "--dist", edge);
    return new Masks.Settings(
        threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold), dilation, edge);
  }
}
