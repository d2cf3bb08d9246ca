package org.cryodrgn.cli.option;

import org.cryodrgn.core.fourier.Window;
import org.cryodrgn.core.train.ImageSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How real images are used. */
@Heading("Images")
public final class ImageOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--uninvert-data",
      description = "Do not invert the sign: the images are dark on light")
  private boolean uninverted;

  @Option(names = "--no-window", description = "Do not window the images")
  private boolean unwindowed;

  @Option(
      names = "--window-r",
      paramLabel = "R",
      description = "Inner radius of the window, a fraction of half the box")
  private double windowRadius = Window.INNER_RADIUS;

  /**
   * How images are seen.
   *
   * @param norm mean and standard deviation of their transforms; null to measure them
   * @throws ParameterException if the window does not begin between the middle and its end
   */
  public ImageSettings settings(double[] norm) {
    Require.that(
        spec,
        windowRadius > 0 && windowRadius <= Window.OUTER_RADIUS,
        "--window-r must be above zero and at most "
            + Window.OUTER_RADIUS
            + ", not "
            + windowRadius);
    if (unwindowed) {
      Unused.warn(spec, "with --no-window", "--window-r");
    }
    return new ImageSettings(!uninverted, !unwindowed, windowRadius, norm);
  }
}
