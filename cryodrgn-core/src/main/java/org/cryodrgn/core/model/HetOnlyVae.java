package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Scope;

/**
 * The variational autoencoder for known poses (Zhong et al., Nat. Methods 2021): the encoder and
 * the decoder, their parameters and gradients as two flat native vectors in the order of {@link
 * ParameterLayout}. The backward pass is written out; there is no automatic differentiation.
 *
 * <p>Not safe for use by several threads.
 */
public final class HetOnlyVae implements AutoCloseable {

  /** Rows of a chunk times its width that stay in a CPU's cache. */
  private static final int CPU_CHUNK_VALUES = 1600 * 256;

  private static final int GPU_CHUNK_VALUES = 1 << 27;

  private final ModelSpec spec;
  private final ParameterLayout layout;
  private final Scope scope;
  private final NDArray parameters;
  private final NDArray gradients;
  private final Encoder encoder;
  private final Decoder decoder;
  private final int chunkRows;
  private final float[] randomFrequencies;

  /**
   * @param engine where it runs
   * @param spec its shape
   * @param weights its numbers
   */
  public HetOnlyVae(Engine engine, ModelSpec spec, ModelWeights weights) {
    this.spec = spec;
    randomFrequencies = weights.randomFrequencies();
    float[] values = weights.values();
    layout = new ParameterLayout(spec);
    if (values.length != layout.size()) {
      throw new IllegalArgumentException(
          values.length + " values for a model of " + layout.size() + " parameters");
    }
    scope = engine.newScope();
    parameters = scope.of(values, values.length);
    gradients = scope.zeros(values.length);
    List<DenseLayer> encoderLayers = layers(layout.encoder());
    List<DenseLayer> decoderLayers = layers(layout.decoder());
    encoder = new Encoder(encoderLayers.get(0), rest(encoderLayers));
    decoder = new Decoder(scope, spec, decoderLayers.get(0), rest(decoderLayers), encoding());
    int chunkValues = engine.onGpu() ? GPU_CHUNK_VALUES : CPU_CHUNK_VALUES;
    chunkRows = Math.max(64, chunkValues / spec.decoderWidth());
  }

  /** What the model was built from. */
  public ModelSpec spec() {
    return spec;
  }

  /** A copy of the numbers. */
  public ModelWeights weights() {
    return new ModelWeights(parameters.toFloatArray(), randomFrequencies);
  }

  /** A copy of the gradients that the last {@link #computeGradients} left. */
  public float[] gradients() {
    return gradients.toFloatArray();
  }

  NDArray parameterVector() {
    return parameters;
  }

  NDArray gradientVector() {
    return gradients;
  }

  /** A scope that lives no longer than the model. */
  Scope newScope() {
    return scope.child();
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
    int zdim = spec.latentDimension();
    try (Scope step = scope.child()) {
      // The step owns the vector for the moment, and with it the constant that DJL makes of the 0.
      step.manager().tempAttachAll(gradients);
      gradients.set(new NDIndex(":"), 0);
      Encoder.Pass encoding = encoder.pass(step);
      NDArray encoded =
          encoding.forward(step.over(batch.encoderInputBytes(), 0, images, spec.encoderInputs()));
      LatentSample latents = new LatentSample(images, zdim, encoded.toFloatArray(), batch.noise());
      Decoder.Pass decoding = decoder.pass(step, step.of(latents.draw(), images, zdim));

      double reconstruction = reconstruct(step, batch, decoding, true);
      double divergence = latents.divergence();
      float[] drawGradient = decoding.finish().toFloatArray();
      float[] encodedGradient =
          latents.backward(drawGradient, weight.slope(divergence) / maskedPixels);
      encoding.backward(step.of(encodedGradient, images, 2L * zdim));
      double total = reconstruction + weight.term(divergence) / maskedPixels;
      return new Losses(total, reconstruction, divergence);
    }
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
    int zdim = spec.latentDimension();
    float[] output = encode(batch);
    System.arraycopy(output, 0, encoded, 0, output.length);
    float[] none = new float[images * zdim];
    LatentSample latents = new LatentSample(images, zdim, output, none);
    float[] means = new float[images * zdim];
    for (int i = 0; i < images; i++) {
      System.arraycopy(output, 2 * i * zdim, means, i * zdim, zdim);
    }
    try (Scope step = scope.child()) {
      Decoder.Pass decoding = decoder.pass(step, step.of(means, images, zdim));
      double reconstruction = reconstruct(step, batch, decoding, false);
      double divergence = latents.divergence();
      double total = reconstruction + weight.term(divergence) / maskedPixels;
      return new Losses(total, reconstruction, divergence);
    }
  }

  /**
   * The squared error of all points, and where asked for its gradient for decoder and latents.
   *
   * <p>Both channels of one Fourier coefficient stand for the pixels at k and -k: the sum over
   * these two pixels is twice the sum over the channels, and so the mean over pixels is the sum
   * over points and channels divided by the number of points.
   */
  private double reconstruct(
      Scope step, TrainingBatch batch, Decoder.Pass decoding, boolean backward) {
    int channels = spec.domain().channels();
    double scale = 1.0 / ((double) batch.size() * batch.points());
    NDArray sum = step.zeros(1);
    Chunks.forEach(
        batch.size(),
        batch.points(),
        chunkRows,
        (firstRow, rows, firstImage, images) -> {
          try (Scope chunk = step.child()) {
            NDArray coordinates = chunk.over(batch.coordinateBytes(), firstRow * 3, rows, 3);
            NDArray ctf = chunk.over(batch.ctfBytes(), firstRow, rows, 1);
            NDArray target = chunk.over(batch.targetBytes(), firstRow * channels, rows, channels);
            NDArray decoded = decoding.forward(chunk, coordinates, firstImage, images);
            NDArray residual = decoded.mul(ctf).subi(target);
            sum.addi(residual.square().sum());
            if (backward) {
              NDArray gradient = residual.muli(ctf).muli(2 * scale);
              decoding.backward(chunk, gradient, firstImage, images);
            }
          }
        });
    return sum.toFloatArray()[0] * scale;
  }

  /**
   * Means and log variances of images.
   *
   * @param batch its encoder inputs; the rest is not read
   * @return B x 2 zdim: means, then log variances
   */
  public float[] encode(TrainingBatch batch) {
    try (Scope step = scope.child()) {
      NDArray images = step.over(batch.encoderInputBytes(), 0, batch.size(), spec.encoderInputs());
      return encoder.pass(step).forward(images).toFloatArray();
    }
  }

  /**
   * The decoder's output at frequencies, for one or several z.
   *
   * @param coordinates B x P x 3, components in [-0.5, 0.5]; in the fourier domain z <= 0
   * @param z B x zdim
   * @return B x P x K
   */
  public float[] decode(float[] coordinates, float[] z) {
    int images = z.length / spec.latentDimension();
    int points = coordinates.length / 3 / images;
    int channels = spec.domain().channels();
    float[] decoded = new float[images * points * channels];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(coordinates.length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(coordinates);
    try (Scope step = scope.child()) {
      Decoder.Pass pass = decoder.pass(step, step.of(z, images, spec.latentDimension()));
      Chunks.forEach(
          images,
          points,
          chunkRows,
          (firstRow, rows, firstImage, count) -> {
            try (Scope chunk = step.child()) {
              NDArray at = chunk.over(bytes, firstRow * 3, rows, 3);
              float[] values = pass.forward(chunk, at, firstImage, count).toFloatArray();
              System.arraycopy(values, 0, decoded, (int) firstRow * channels, values.length);
            }
          });
    }
    return decoded;
  }

  @Override
  public void close() {
    scope.close();
  }

  private List<DenseLayer> layers(List<ParameterLayout.Dense> at) {
    return at.stream().map(dense -> new DenseLayer(scope, dense, parameters, gradients)).toList();
  }

  private HiddenLayers rest(List<DenseLayer> layers) {
    return new HiddenLayers(layers.subList(1, layers.size()), spec.activation());
  }

  private PositionalEncoding encoding() {
    return switch (spec.encoding()) {
      case NONE -> null;
      case GAUSSIAN -> PositionalEncoding.gaussian(randomFrequencies, spec.box());
      default ->
          PositionalEncoding.alongAxes(spec.encoding(), spec.box(), spec.encodingDimension());
    };
  }
}
