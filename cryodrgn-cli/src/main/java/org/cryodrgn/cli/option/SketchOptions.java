package org.cryodrgn.cli.option;

import org.cryodrgn.analysis.convergence.ViewSketch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How representatives are found in a UMAP: the local maxima of its histogram. */
@Heading("Representatives")
public final class SketchOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--n-bins",
      defaultValue = "30",
      paramLabel = "N",
      description = "Bins of the histogram along each axis")
  private int bins;

  @Option(
      names = "--smooth",
      arity = "1",
      defaultValue = "true",
      paramLabel = "true|false",
      description = "Whether to smooth the histogram")
  private boolean smooth;

  @Option(
      names = "--smooth-width",
      defaultValue = "1.0",
      paramLabel = "X",
      description = "Width of the smoothing, a multiple of a bin's width")
  private double smoothWidth;

  @Option(
      names = "--pruned-maxima",
      defaultValue = "12",
      paramLabel = "N",
      description = "Number of maxima at which no more are left out, however near they are")
  private int kept;

  @Option(
      names = "--radius",
      defaultValue = "5.0",
      paramLabel = "X",
      description = "Maxima nearer than this are too near, bins")
  private double radius;

  @Option(
      names = "--final-maxima",
      defaultValue = "10",
      paramLabel = "N",
      description = "Number of representatives: the highest maxima")
  private int wanted;

  /**
   * The options.
   *
   * @throws ParameterException if one is out of its range
   */
  public ViewSketch.Settings settings() {
    Require.that(spec, bins >= 2 && bins <= 2000, "--n-bins must be from 2 to 2000, not " + bins);
    Require.positive(spec, "--pruned-maxima", kept);
    Require.positive(spec, "--final-maxima", wanted);
    Require.notNegative(spec, "--radius", radius);
    Require.notNegative(spec, "--smooth-width", smoothWidth);
    return new ViewSketch.Settings(bins, smooth, smoothWidth, kept, radius, wanted);
  }
}
