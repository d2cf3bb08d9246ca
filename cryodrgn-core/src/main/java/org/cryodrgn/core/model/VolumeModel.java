package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.device.TorchScript;

/**
 * A density map, or a family of them, as a network: the decoder that every model has, and the
 * parameters and gradients of all its networks as two flat native vectors in the order of {@link
 * ParameterLayout}. The backward pass is written out; there is no automatic differentiation.
 *
 * <p>Not safe for use by several threads.
 */
public abstract sealed class VolumeModel implements AutoCloseable permits HetOnlyVae, NeuralVolume {

  /** Rows of a chunk times its width that stay in a CPU's cache. */
  private static final int CPU_CHUNK_VALUES = 800 * 256;

  /**
   * Rows of a chunk of a wide decoder on a CPU. Its weights come from beyond the nearest caches for
   * every chunk, and for 200 rows MKL's AVX-512 does not even lay them out for its best kernel.
   */
  private static final int LEAST_CPU_ROWS = 800;

  /** Rows of a chunk times the width of the widest layer, on a GPU. */
  private static final int GPU_CHUNK_VALUES = 1 << 27;

  /** For a constant of DJL's a GPU would be waited for. */
  private static final TorchScript ZERO = new TorchScript("x: Tensor", "torch.zero_(x)");

  private final ModelSpec spec;
  private final ParameterLayout layout;
  private final Scope scope;
  private final NDArray parameters;
  private final NDArray gradients;
  private final NDArray decoderGradients;
  private final Decoder decoder;
  private final int chunkRows;
  private final Map<Integer, NDArray> identities = new HashMap<>();
  private final float[] randomFrequencies;
  private float[] slices = new float[0];
  private Arithmetic arithmetic = Arithmetic.FLOAT32;

  VolumeModel(Engine engine, ModelSpec spec, ModelWeights weights) {
    this.spec = spec;
    randomFrequencies = weights.randomFrequencies();
    layout = new ParameterLayout(spec);
    boolean packed = PackedProducts.pay(engine, spec.decoderWidth());
    scope = engine.newScope();
    try {
      parameters = scope.vector(layout.size(), weights.values()::putInto);
      gradients = scope.unset(layout.size());
      decoderGradients = gradients.get(new NDIndex(layout.decoder().get(0).offset() + ":"));
      List<DenseLayer> layers = layers(layout.decoder());
      decoder = new Decoder(scope, spec, layers.get(0), rest(layers), encoding(), packed);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
    chunkRows = chunkRows(engine.onGpu(), packed, spec);
  }

  private static int chunkRows(boolean onGpu, boolean packed, ModelSpec spec) {
    int width = spec.decoderWidth();
    if (onGpu) {
      return Math.max(64, GPU_CHUNK_VALUES / Math.max(width, spec.features()));
    }
    int values = packed ? PackedProducts.CHUNK_VALUES : CPU_CHUNK_VALUES;
    return Math.max(LEAST_CPU_ROWS, values / width);
  }

  /** A model of the kind that the spec names. */
  public static VolumeModel of(Engine engine, ModelSpec spec, ModelWeights weights) {
    return spec.encoder() == EncoderKind.NONE
        ? new NeuralVolume(engine, spec, weights)
        : new HetOnlyVae(engine, spec, weights);
  }

  /** What the model was built from. */
  public ModelSpec spec() {
    return spec;
  }

  /** Sets how the next gradients are computed; all else is computed in float32. */
  public void setArithmetic(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  /** The numbers until the next step: on a CPU the model's own memory. */
  public ModelWeights weights() {
    return new ModelWeights(ParameterValues.of(Scope.values(parameters)), randomFrequencies);
  }

  /** A copy of the gradients that were computed last. */
  public float[] gradients() {
    float[] copy = new float[layout.size()];
    Scope.values(gradients).get(copy);
    return copy;
  }

  /** What the last batch says of the poses of its images, if its poses move. */
  public PoseGradients poseGradients() {
    return new PoseGradients(slices, encoderInputGradient());
  }

  /** B x E; empty without an encoder that gives it. */
  float[] encoderInputGradient() {
    return new float[0];
  }

  /**
   * The decoder's output at frequencies, for one or several z.
   *
   * @param coordinates B x P x 3, components in [-0.5, 0.5]; in the fourier domain z at most 0
   * @param z B x zdim; empty for a model without z, and B is 1
   * @return B x P x K
   */
  public float[] decode(float[] coordinates, float[] z) {
    int images = spec.latentDimension() == 0 ? 1 : z.length / spec.latentDimension();
    int points = coordinates.length / 3 / images;
    int channels = spec.domain().channels();
    float[] decoded = new float[images * points * channels];
    try (Scope step = scope.child()) {
      ByteBuffer bytes = step.buffer(coordinates.length);
      bytes.asFloatBuffer().put(coordinates);
      Decoder.Pass pass = decoding(step, z, images, Precision.FLOAT32);
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

  NDArray parameterVector() {
    return parameters;
  }

  NDArray gradientVector() {
    return gradients;
  }

  ParameterLayout layout() {
    return layout;
  }

  /** A scope that lives no longer than the model. */
  public Scope newScope() {
    return scope.child();
  }

  /** The owner of what lives as long as the model. */
  Scope scope() {
    return scope;
  }

  /** Adds the gradients of a model of the same shape, perhaps on another device. */
  void addGradients(VolumeModel other) {
    try (Scope moving = other.scope.child()) {
      gradients.addi(moved(other.gradients, moving));
    }
  }

  /** Takes over the parameters of a model of the same shape, perhaps on another device. */
  void copyParameters(VolumeModel other) {
    try (Scope moving = other.scope.child()) {
      parameters.set(new NDIndex(":"), moved(other.parameters, moving));
    }
  }

  /** A vector as it is seen on the device of this model. */
  private NDArray moved(NDArray vector, Scope moving) {
    // What DJL makes for the other device goes to the owner of the vector, and would stay there.
    moving.manager().tempAttachAll(vector);
    return vector.toDevice(parameters.getDevice(), true);
  }

  /** The scope of a training step, with all gradients 0. */
  Scope newStep() {
    ZERO.apply(gradients).close();
    return scope.child();
  }

  /**
   * The decoder with the weights of one step.
   *
   * @param z B x zdim
   */
  Decoder.Pass decoding(Scope step, float[] z, int images, Precision precision) {
    int dimension = spec.latentDimension();
    return decoder.pass(step, dimension == 0 ? null : step.of(z, images, dimension), precision);
  }

  /** The decoder as the gradients of a step are computed with it. */
  Decoder.Pass training(Scope step, float[] z, int images) {
    return decoding(step, z, images, arithmetic.precision());
  }

  /**
   * The squared error of all points, and where asked for its gradient for decoder and latents; of a
   * part of a batch its share of the whole batch's.
   *
   * <p>Both channels of one Fourier coefficient stand for the pixels at k and -k: the sum over
   * these two pixels is twice the sum over the channels, and so the mean over pixels is the sum
   * over points and channels divided by the number of points.
   */
  double reconstruct(Scope step, TrainingBatch batch, Decoder.Pass decoding, boolean backward) {
    int channels = spec.domain().channels();
    double scale = 1.0 / ((double) batch.wholeSize() * batch.points());
    // Copied now, not where it is needed: a GPU would be waited for in the middle of each chunk.
    NDArray factor = step.of(new float[] {(float) (2 * scale * arithmetic.lossScale())}, 1);
    NDArray sum = step.zeros(1);
    PoseSums poses = backward && batch.posesMove() ? new PoseSums(step, batch) : null;
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
              NDArray forPhase =
                  poses == null
                      ? null
                      : poses.phaseGradient(chunk, firstRow, residual.mul(2 * scale));
              NDArray gradient = residual.muli(ctf).muli(factor);
              NDArray first = decoding.backward(chunk, gradient, firstImage, images);
              if (poses != null) {
                NDArray forCoordinates =
                    decoding
                        .coordinateGradient(coordinates, first)
                        .muli(1 / arithmetic.lossScale());
                poses.add(chunk, coordinates, forCoordinates, forPhase, firstImage, images);
              }
            }
          }
        });
    if (poses != null) {
      slices = poses.values();
    }
    if (backward && arithmetic.lossScale() != 1) {
      decoderGradients.muli(1 / arithmetic.lossScale());
      decoding.scaleGradient(1 / arithmetic.lossScale());
    }
    return sum.toFloatArray()[0] * scale;
  }

  List<DenseLayer> layers(List<ParameterLayout.Dense> at) {
    return at.stream().map(this::layer).toList();
  }

  private DenseLayer layer(ParameterLayout.Dense at) {
    NDArray identity =
        at.residual() ? identities.computeIfAbsent(at.inputs(), scope.manager()::eye) : null;
    return new DenseLayer(at, parameters, gradients, identity);
  }

  HiddenLayers rest(List<DenseLayer> layers) {
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
