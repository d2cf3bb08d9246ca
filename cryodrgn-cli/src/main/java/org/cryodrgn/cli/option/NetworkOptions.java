package org.cryodrgn.cli.option;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cryodrgn.io.config.RunConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The networks of train_vae. */
@Heading("Networks")
public final class NetworkOptions {

  static final class EncodeModes extends Choices {
    EncodeModes() {
      super("conv", "resid", "mlp", "tilt");
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--zdim",
      required = true,
      paramLabel = "N",
      description = "Dimension of the latent variable")
  private Integer latentDimension;

  @Option(names = "--enc-layers", paramLabel = "N", description = "Hidden layers of the encoder")
  private int encoderLayers = 3;

  @Option(names = "--enc-dim", paramLabel = "N", description = "Units of an encoder layer")
  private int encoderWidth = 1024;

  @Option(
      names = "--encode-mode",
      paramLabel = "MODE",
      completionCandidates = EncodeModes.class,
      description =
          "Encoder: resid, mlp, or conv of real images of box 64 (tilt is not available yet)")
  private String encodeMode = "resid";

  @Option(
      names = "--use-real",
      description = "Accepted for old scripts; conv alone sees real images, and always does")
  private boolean useReal;

  @Option(
      names = "--enc-mask",
      paramLabel = "PIXELS",
      description = "Radius that the encoder sees, pixels (default: half the box; -1: all)")
  private Integer encoderMask;

  @Option(names = "--dec-layers", paramLabel = "N", description = "Hidden layers of the decoder")
  private int decoderLayers = 3;

  @Option(names = "--dec-dim", paramLabel = "N", description = "Units of a decoder layer")
  private int decoderWidth = 1024;

  /** Length of z. */
  public int latentDimension() {
    return latentDimension;
  }

  /**
   * The networks for images of a box size.
   *
   * @param encoding what the networks have in common with those of other trainings
   * @throws ParameterException if a value is out of range
   */
  public RunConfig.ModelArgs modelArgs(EncodingOptions encoding) {
    Require.atLeastOne(spec, "--zdim", latentDimension);
    Require.atLeastOne(spec, "--enc-layers", encoderLayers);
    Require.atLeastOne(spec, "--enc-dim", encoderWidth);
    Require.atLeastOne(spec, "--dec-layers", decoderLayers);
    Require.atLeastOne(spec, "--dec-dim", decoderWidth);
    if (encoderMask != null && encoderMask != -1) {
      Require.atLeastOne(spec, "--enc-mask", encoderMask);
    }
    if (encodeMode.equals("tilt")) {
      throw NotYet.refuse(spec, "--encode-mode " + encodeMode);
    }
    if (!encodeMode.equals("conv")) {
      Unused.warn(spec, "without --encode-mode conv", "--use-real");
    }
    if (encodeMode.equals("conv") && encoderMask != null && encoderMask != -1) {
      throw new ParameterException(
          spec.commandLine(),
          "--enc-mask is of no use to --encode-mode conv, which sees all pixels");
    }
    RunConfig.EncoderArgs encoder =
        new RunConfig.EncoderArgs(
            encoderLayers,
            encoderWidth,
            encodeMode,
            encoderMask == null ? OptionalInt.empty() : OptionalInt.of(encoderMask),
            // What cryoDRGN writes for every run; only its tilt encoder reads them.
            Map.of("tdim", 1024, "tlayers", 3, "t_emb_dim", 64, "ntilts", 10));
    return new RunConfig.ModelArgs(
        Optional.of(encoder),
        decoderLayers,
        decoderWidth,
        latentDimension,
        encoding.type(),
        OptionalDouble.of(encoding.featureSigma()),
        encoding.dimension(),
        encoding.domain(),
        encoding.activation(),
        Map.of());
  }
}
