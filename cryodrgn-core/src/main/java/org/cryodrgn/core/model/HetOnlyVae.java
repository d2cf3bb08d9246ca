package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;

/**
 * The variational autoencoder for known poses (Zhong et al., Nat. Methods 2021): the decoder, and
 * an encoder that gives the latents of images.
 */
public final class HetOnlyVae extends VolumeModel {

  private static final float[] NONE = new float[0];

  private final Encoder encoder;
  private float[] encoderInputGradient = NONE;

  /**
   * @param engine where it runs
   * @param spec its shape, with an encoder
   * @param weights its numbers
   */
  public HetOnlyVae(Engine engine, ModelSpec spec, ModelWeights weights) {
    super(engine, spec, weights);
    if (spec.encoder() == EncoderKind.CONVOLUTIONAL) {
      List<ConvolutionLayer> layers =
          layout().convolutions().stream()
              .map(at -> new ConvolutionLayer(at, parameterVector(), gradientVector()))
              .toList();
      encoder = new ConvolutionalEncoder(layers, spec.box());
    } else {
      List<DenseLayer> layers = layers(layout().encoder());
      encoder = new DenseEncoder(layers.get(0), rest(layers));
    }
  }

  /**
   * The objective of a batch and its gradient for every parameter.
   *
   * @param batch the images
   * @param weight of the divergence
   * @param maskedPixels number of pixels that the divergence is divided by: of the whole mask, also
   *     when fewer points take part
   */
  public Losses computeGradients(TrainingBatch batch, DivergenceWeight weight, int maskedPixels) {
    int images = batch.size();
    int zdim = spec().latentDimension();
    try (Scope step = newStep()) {
      Encoder.Pass encoding = encoder.pass(step);
      NDArray encoded =
          encoding.forward(step.over(batch.encoderInputBytes(), 0, images, spec().encoderInputs()));
      LatentSample latents = new LatentSample(images, zdim, encoded.toFloatArray(), batch.noise());
      Decoder.Pass decoding = training(step, latents.draw(), images);

      double reconstruction = reconstruct(step, batch, decoding, true);
      double divergence = latents.divergence();
      float[] drawGradient = decoding.finish();
      float[] encodedGradient =
          latents.backward(drawGradient, weight.slope(divergence) / maskedPixels);
      encoding.backward(step.of(encodedGradient, images, 2L * zdim));
      if (batch.posesMove()) {
        encoderInputGradient = encoding.imageGradient().map(NDArray::toFloatArray).orElse(NONE);
      }
      double total = reconstruction + weight.term(divergence) / maskedPixels;
      return new Losses(total, reconstruction, divergence);
    }
  }

  @Override
  float[] encoderInputGradient() {
    return encoderInputGradient;
  }

  /**
   * The objective of a batch at the means of its latents, without noise or gradients.
   *
   * @param batch the images; the noise is not read
   * @param weight of the divergence
   * @param maskedPixels as for {@link #computeGradients}
   * @param encoded where to put B x 2 zdim: means, then log variances
   */
  public Losses evaluate(
      TrainingBatch batch, DivergenceWeight weight, int maskedPixels, float[] encoded) {
    int images = batch.size();
    int zdim = spec().latentDimension();
    float[] output = encode(batch);
    System.arraycopy(output, 0, encoded, 0, output.length);
    float[] none = new float[images * zdim];
    LatentSample latents = new LatentSample(images, zdim, output, none);
    float[] means = new float[images * zdim];
    for (int i = 0; i < images; i++) {
      System.arraycopy(output, 2 * i * zdim, means, i * zdim, zdim);
    }
    try (Scope step = newScope()) {
      Decoder.Pass decoding = decoding(step, means, images, Precision.FLOAT32);
      double reconstruction = reconstruct(step, batch, decoding, false);
      double divergence = latents.divergence();
      double total = reconstruction + weight.term(divergence) / maskedPixels;
      return new Losses(total, reconstruction, divergence);
    }
  }

  /**
   * Means and log variances of images.
   *
   * @param batch its encoder inputs; the rest is not read
   * @return B x 2 zdim: means, then log variances
   */
  public float[] encode(TrainingBatch batch) {
    try (Scope step = newScope()) {
      NDArray images =
          step.over(batch.encoderInputBytes(), 0, batch.size(), spec().encoderInputs());
      return encoder.pass(step).forward(images).toFloatArray();
    }
  }
}
