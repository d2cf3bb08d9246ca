package org.cryodrgn.cli.option;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cryodrgn.io.config.RunConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The decoder of trainings without an encoder. */
@Heading("Networks")
public final class DecoderOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--layers", paramLabel = "N", description = "Hidden layers of the decoder")
  private int layers = 3;

  @Option(names = "--dim", paramLabel = "N", description = "Units of a decoder layer")
  private int width = 1024;

  @Option(
      names = "--l-extent",
      paramLabel = "X",
      description = "Coordinate at the edge of the box; above 0.5 only with --pe-type none")
  private double extent = 0.5;

  /**
   * The network.
   *
   * @param latentDimension length of z; 0 for one map
   * @throws ParameterException if a value is out of range
   */
  public RunConfig.ModelArgs modelArgs(int latentDimension, EncodingOptions encoding) {
    Require.atLeastOne(spec, "--layers", layers);
    Require.atLeastOne(spec, "--dim", width);
    return new RunConfig.ModelArgs(
        Optional.empty(),
        layers,
        width,
        latentDimension,
        encoding.type(),
        OptionalDouble.of(encoding.featureSigma()),
        encoding.dimension(),
        encoding.domain(),
        encoding.activation(),
        Map.of());
  }

  /**
   * What the decoder takes the coordinate at the edge of the box for.
   *
   * @throws ParameterException if it does not suit the encoding
   */
  public double extent(EncodingOptions encoding) {
    Require.positive(spec, "--l-extent", extent);
    Require.that(
        spec,
        extent <= 0.5 || encoding.type().equals("none"),
        "--l-extent above 0.5 needs --pe-type none: positional encodings end there");
    return extent;
  }
}
