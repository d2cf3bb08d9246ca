package org.cryodrgn.cli.option;

import java.util.function.Supplier;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.analysis.report.VolumeOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to decoded volumes before they are written. */
@Heading("Volumes")
public final class VolumeOutput {

  /** So that the last of as many volumes as can be asked for has a number, too. */
  private static final int LARGEST_INDEX = 1_000_000_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "N",
      description = "Number of the GPU, from 0 (default: the first, or the CPU if there is none)")
  private Integer device;

  @Option(
      names = "--Apix",
      paramLabel = "Å",
      description =
          "Pixel size of the volumes, Å (default: that of the run's CTF parameters, at their box)")
  private Double pixelSize;

  @Option(names = "--flip", description = "Flip the hand of volumes")
  private boolean flip;

  @Option(names = "--invert", description = "Invert the contrast of volumes")
  private boolean invert;

  @Option(
      names = {"-d", "--downsample"},
      paramLabel = "D",
      description = "Box to decode volumes at, pixels")
  private Integer downsample;

  @Option(names = "--low-pass", paramLabel = "Å", description = "Low-pass filter, Å")
  private Double lowPass;

  @Option(
      names = "--crop",
      paramLabel = "D",
      description = "Crop volumes to this box, pixels, after all else")
  private Integer crop;

  @Option(names = "--vol-start-index", paramLabel = "N", description = "Number of the first volume")
  private int startIndex = 1;

  /**
   * The options for volumes of a model.
   *
   * @param run what the model was trained with, asked for its pixel size only if none is given
   * @param trainedBox box size of the model
   * @throws ParameterException if a box does not fit
   * @throws org.cryodrgn.io.DataException if volumes are filtered, but their pixel size is not
   *     known
   */
  public VolumeOptions options(Supplier<RunInputs> run, int trainedBox) {
    even("-d", downsample, trainedBox);
    even("--crop", crop, downsample != null ? downsample : trainedBox);
    requireRanges();
    int box = downsample != null ? downsample : trainedBox;
    // --Apix is that of the volumes as they are decoded; the options have that of the trained box.
    return options(
        pixelSize == null ? run.get().pixelSize(lowPass != null) : pixelSize * box / trainedBox);
  }

  /**
   * The options where no volume is made, held to what can be asked of any.
   *
   * @throws ParameterException if one is out of its range
   */
  public VolumeOptions optionsWithoutVolumes() {
    requireRanges();
    return options(1);
  }

  private VolumeOptions options(double angstroms) {
    return new VolumeOptions(angstroms, downsample, flip, invert, lowPass, crop, startIndex);
  }

  private void requireRanges() {
    Require.pixelSize(spec, pixelSize);
    Require.that(
        spec,
        startIndex >= 0 && startIndex <= LARGEST_INDEX,
        "--vol-start-index must be from 0 to " + LARGEST_INDEX + ", not " + startIndex);
    Require.positive(spec, "--low-pass", lowPass);
  }

  /**
   * The number of the GPU to decode on; null if none is named.
   *
   * @throws ParameterException if it is negative
   */
  public Integer device() {
    Require.notNegative(spec, "--device", device);
    return device;
  }

  private void even(String option, Integer box, int largest) {
    if (box != null && (box < 2 || box % 2 != 0 || box > largest)) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be even and at most the box of the volumes, " + largest + ", not " + box);
    }
  }
}
