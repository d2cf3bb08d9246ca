package org.cryodrgn.cli.option;

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
  private double windowRadius = 0.85;

  /** Whether the sign is inverted. */
  public boolean invert() {
    return !uninverted;
  }

  /** Whether the images are windowed. */
  public boolean window() {
    return !unwindowed;
  }

  /**
   * Inner radius of the window as a fraction of D/2.
   *
   * @throws ParameterException if it is not between the middle and where the window ends
   */
  public double windowRadius() {
    if (!(windowRadius > 0 && windowRadius <= 0.99)) {
      throw new ParameterException(
          spec.commandLine(),
          "--window-r must be above zero and at most 0.99, not " + windowRadius);
    }
    return windowRadius;
  }

  /** How a training sees its images. */
  public ImageSettings settings(TrainingImages transforms) {
    return new ImageSettings(invert(), window(), windowRadius(), transforms.norm());
  }
}
