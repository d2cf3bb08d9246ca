package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    try {
      encoder = encoder(spec);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Encoder encoder(ModelSpec spec) {
    if (spec.encoder() == EncoderKind.CONVOLUTIONAL) {
      List<ConvolutionLayer> layers =
          layout().convolutions().stream()
              .map(at -> new ConvolutionLayer(at, parameterVector(), gradientVector()))
              .toList();
      return new ConvolutionalEncoder(layers, spec.box());
    }
    List<DenseLayer> layers = layers(layout().encoder());
    return new DenseEncoder(layers.get(0), rest(layers), spec.activation());
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
    try (Share share = new Share(batch)) {
      share.forward();
      share.finish(weight.slope(share.divergence) / maskedPixels);
      return losses(share.reconstruction, share.divergence, weight, maskedPixels);
    }
  }

  /**
   * The same, the batch divided among replicas; the first holds the gradients.
   *
   * @param replicas of one model
   */
  public static Losses computeGradients(
      Replicas<HetOnlyVae> replicas,
      TrainingBatch batch,
      DivergenceWeight weight,
      int maskedPixels) {
    List<TrainingBatch> parts = replicas.parts(batch);
    Share[] shares = new Share[parts.size()];
    try {
      replicas.run(
          shares.length,
          (model, i) -> {
            shares[i] = model.new Share(parts.get(i));
            shares[i].forward();
          });
      GradientReduction all = replicas.reduction();
      double reconstruction =
          all.sum(Arrays.stream(shares).mapToDouble(share -> share.reconstruction).toArray());
      double divergence =
          all.sum(Arrays.stream(shares).mapToDouble(share -> share.divergence).toArray());
      double slope = weight.slope(divergence) / maskedPixels;
      replicas.run(shares.length, (model, i) -> shares[i].finish(slope));
      replicas.sumGradients(shares.length);
      return losses(reconstruction, divergence, weight, maskedPixels);
    } finally {
      Arrays.stream(shares).filter(Objects::nonNull).forEach(Share::close);
    }
  }

  private static Losses losses(
      double reconstruction, double divergence, DivergenceWeight weight, int maskedPixels) {
    double total = reconstruction + weight.term(divergence) / maskedPixels;
    return new Losses(total, reconstruction, divergence);
  }

  /**
   * A batch, or a part of one, on its way: forward, and backward through the decoder. The way back
   * through the encoder needs the divergence of the whole batch.
   */
  private final class Share implements AutoCloseable {
    private final Scope step = newStep();
    private final TrainingBatch batch;
    private Encoder.Pass encoding;
    private LatentSample latents;
    private float[] drawGradient;
    private double reconstruction;
    private double divergence;

    Share(TrainingBatch batch) {
      this.batch = batch;
    }

    void forward() {
      int images = batch.size();
      int zdim = spec().latentDimension();
      encoding = encoder.pass(step);
      NDArray encoded =
          encoding.forward(step.over(batch.encoderInputBytes(), 0, images, spec().encoderInputs()));
      latents =
          new LatentSample(images, batch.wholeSize(), zdim, encoded.toFloatArray(), batch.noise());
      Decoder.Pass decoding = training(step, latents.draw(), images);
      reconstruction = reconstruct(step, batch, decoding, true);
      divergence = latents.divergence();
      drawGradient = decoding.finish();
    }

    void finish(double divergenceSlope) {
      float[] encodedGradient = latents.backward(drawGradient, divergenceSlope);
      encoding.backward(step.of(encodedGradient, batch.size(), 2L * spec().latentDimension()));
      if (batch.posesMove()) {
        encoderInputGradient = encoding.imageGradient().map(NDArray::toFloatArray).orElse(NONE);
      }
    }

    @Override
    public void close() {
      step.close();
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
    LatentSample latents = new LatentSample(images, images, zdim, output, NONE);
    try (Scope step = newScope()) {
      Decoder.Pass decoding = decoding(step, latents.means(), images, Precision.FLOAT32);
      double reconstruction = reconstruct(step, batch, decoding, false);
      return losses(reconstruction, latents.divergence(), weight, maskedPixels);
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
