package org.cryodrgn.cli.option;

import org.cryodrgn.core.ctf.CtfImport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Values that a RELION file lacks, or that are wrong in it. */
@Heading("Values that override those of the file")
public final class CtfOverrides {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "-D", paramLabel = "PIXELS", description = "Box size of the images, pixels")
  private Integer box;

  @Option(names = "--Apix", paramLabel = "Å", description = "Å a pixel of the images")
  private Double pixelSize;

  @Option(names = "--kv", paramLabel = "KV", description = "Acceleration voltage, kV")
  private Double voltage;

  @Option(names = "--cs", paramLabel = "MM", description = "Spherical aberration, mm")
  private Double sphericalAberration;

  @Option(names = "-w", paramLabel = "FRACTION", description = "Amplitude contrast, a fraction")
  private Double amplitudeContrast;

  @Option(names = "--ps", paramLabel = "DEGREES", description = "Phase shift, degrees")
  private Double phaseShift;

  /**
   * The values given.
   *
   * @throws ParameterException if a size is not above zero, or another value is one that no
   *     microscope has
   */
  public CtfImport.Given given() {
    Require.positive(spec, "-D", box);
    Require.pixelSize(spec, pixelSize);
    requireBetween("--kv", voltage, 20, 1500, " kV");
    requireBetween("--cs", sphericalAberration, -100, 100, " mm");
    requireBetween("-w", amplitudeContrast, -1, 1, "");
    requireBetween("--ps", phaseShift, -360, 360, " degrees");
    return new CtfImport.Given(
        box, pixelSize, voltage, sphericalAberration, amplitudeContrast, phaseShift);
  }

  /** What a training refuses is not written to a CTF file. */
  private void requireBetween(String option, Double value, int low, int high, String unit) {
    if (value != null && !(value >= low && value <= high)) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be between " + low + " and " + high + unit + ", not " + value);
    }
  }
}
