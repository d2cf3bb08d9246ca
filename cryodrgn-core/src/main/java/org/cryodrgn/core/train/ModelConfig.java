package org.cryodrgn.core.train;

import java.util.Locale;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;

/** What a config.yaml says of a model, in cryoDRGN's words, as the model that is built. */
final class ModelConfig {

  /** The box that the convolutional encoder halves down to one pixel. */
  private static final int CONVOLVED_BOX = 64;

  private ModelConfig() {}

  /**
   * The model that a config.yaml describes.
   *
   * @param args {@code model_args}
   * @param lattice {@code lattice_args}
   * @throws DataException if it is of a kind that is not there yet or unknown
   */
  static ModelSpec spec(RunConfig.ModelArgs args, RunConfig.LatticeArgs lattice) {
    int box = lattice.box();
    int perAxis = args.encodingDimension().orElse(box / 2);
    if (args.encoding().equals("linear_lowf") && perAxis != box / 2) {
      throw new DataException(
          "--pe-type linear_lowf has %d frequencies for a box of %d pixels, not %d. Leave out --pe-dim."
              .formatted(box / 2, box, perAxis));
    }
    EncoderKind encoder =
        args.encoder()
            .map(RunConfig.EncoderArgs::mode)
            .map(ModelConfig::encoder)
            .orElse(EncoderKind.NONE);
    if (encoder == EncoderKind.CONVOLUTIONAL && box != CONVOLVED_BOX) {
      throw new DataException(
          "--encode-mode conv takes images of %d x %d pixels, not %d. Downsample them, or use another encoder."
              .formatted(CONVOLVED_BOX, CONVOLVED_BOX, box));
    }
    return new ModelSpec(
        box,
        args.latentDimension(),
        encoder == EncoderKind.CONVOLUTIONAL
            ? box * box
            : new ImagePixels(box, encoderRadius(args, box)).encoder().length,
        encoder,
        args.encoder().map(RunConfig.EncoderArgs::layers).orElse(0),
        args.encoder().map(RunConfig.EncoderArgs::width).orElse(0),
        args.decoderLayers(),
        args.decoderWidth(),
        constant(PositionalEncoding.Type.class, "pe_type", args.encoding()),
        perAxis,
        args.featureSigma().orElse(0),
        constant(Domain.class, "domain", args.domain()),
        constant(Activation.class, "activation", args.activation()),
        lattice.extent());
  }

  /**
   * The radius of the pixels that a model's encoder sees.
   *
   * @return pixels; -1 for the whole image, 0 without an encoder
   * @throws DataException if it does not fit the box
   */
  static int encoderRadius(RunConfig.ModelArgs args, int box) {
    if (args.encoder().isEmpty()) {
      return 0;
    }
    // The real image is computed from all of its transform.
    int radius =
        args.encoder().get().mode().equals("conv")
            ? -1
            : args.encoder().get().mask().orElse(box / 2);
    if (radius < -1 || radius == 0 || radius > box / 2) {
      throw new DataException(
          "--enc-mask %d does not fit a box of %d pixels. Choose a radius of 1 to %d, or -1 for all pixels."
              .formatted(radius, box, box / 2));
    }
    return radius;
  }

  private static EncoderKind encoder(String mode) {
    return switch (mode) {
      case "resid" -> EncoderKind.RESIDUAL;
      case "mlp" -> EncoderKind.PERCEPTRON;
      case "conv" -> EncoderKind.CONVOLUTIONAL;
      default ->
          throw new DataException(
              "encode_mode " + mode + " is not available yet. Use resid, mlp or conv.");
    };
  }

  private static <T extends Enum<T>> T constant(Class<T> type, String key, String name) {
    for (T value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
        return value;
      }
    }
    throw new DataException(key + " '" + name + "' is not known. Correct it, or update cryodrgn.");
  }
}
