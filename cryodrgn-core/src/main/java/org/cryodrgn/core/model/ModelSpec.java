package org.cryodrgn.core.model;

/**
 * What a model is built from; the same facts as {@code lattice_args} and {@code model_args} of a
 * run's config.yaml.
 *
 * @param box box size D of the images, even
 * @param latentDimension length of z; 0 for one map for all images
 * @param encoderInputs pixels that the encoder sees; 0 without one
 * @param encoder kind of encoder
 * @param encoderLayers hidden layers behind the first
 * @param encoderWidth units of a layer
 * @param decoderLayers hidden layers behind the first
 * @param decoderWidth units of a layer
 * @param encoding kind of positional encoding
 * @param encodingDimension frequencies for each axis (gaussian: a third of all)
 * @param featureSigma standard deviation of the gaussian encoding's vectors; else unused
 * @param domain what the decoder gives
 * @param activation between layers
 * @param extent what the decoder takes the coordinate at the edge of the box for; 0.5 but for
 *     {@code --l-extent}
 */
public record ModelSpec(
    int box,
    int latentDimension,
    int encoderInputs,
    EncoderKind encoder,
    int encoderLayers,
    int encoderWidth,
    int decoderLayers,
    int decoderWidth,
    PositionalEncoding.Type encoding,
    int encodingDimension,
    double featureSigma,
    Domain domain,
    Activation activation,
    double extent) {

  /** Features of a point: of the positional encoding alone, without z. */
  public int features() {
    return encoding == PositionalEncoding.Type.NONE ? 3 : 6 * encodingDimension;
  }
}
