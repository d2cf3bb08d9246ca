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
   * @throws ParameterException if a size or the voltage is not above zero, or the contrast beyond 1
   */
  public CtfImport.Given given() {
    OutputNames.requirePositive(spec, "-D", box);
    OutputNames.requirePositive(spec, "--Apix", pixelSize);
    OutputNames.requirePositive(spec, "--kv", voltage);
    if (amplitudeContrast != null && Math.abs(amplitudeContrast) > 1) {
      throw new ParameterException(
          spec.commandLine(), "-w must be between -1 and 1, not " + amplitudeContrast);
    }
    return new CtfImport.Given(
        box, pixelSize, voltage, sphericalAberration, amplitudeContrast, phaseShift);
  }
}
