package org.cryodrgn.core.model;

import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.DataException;

/**
 * Where each trained tensor lies in one flat vector of float32, and under which name cryoDRGN's
 * checkpoints keep it. Names and order are those of its modules, so that optimiser states can be
 * exchanged by position.
 */
public final class ParameterLayout {

  /**
   * A dense layer: weight (outputs x inputs, row-major), then bias.
   *
   * @param name of the module, without {@code .weight} or {@code .bias}
   * @param inputs columns of the weight
   * @param outputs rows of the weight
   * @param residual whether the input is added to the output
   * @param offset first value of the weight in the flat vector
   */
  public record Dense(String name, int inputs, int outputs, boolean residual, int offset) {
    /** First value of the bias. */
    public int biasOffset() {
      return Math.addExact(offset, Math.multiplyExact(inputs, outputs));
    }

    /** Behind the last value. */
    public int end() {
      return Math.addExact(biasOffset(), outputs);
    }
  }

  /**
   * A convolution of 4 x 4 without bias: its kernel is outputs x inputs x 4 x 4, row-major.
   *
   * @param name of the module, without {@code .weight}
   * @param inputs channels of the images
   * @param outputs channels of the result
   * @param stride between two places of the kernel, pixels
   * @param padding zeros around the images, pixels
   * @param offset first value in the flat vector
   */
  public record Convolution(
      String name, int inputs, int outputs, int stride, int padding, int offset) {

    /** Side of the kernel. */
    static final int SIDE = 4;

    /** Behind the last value. */
    public int end() {
      return Math.addExact(
          offset, Math.multiplyExact(SIDE * SIDE, Math.multiplyExact(inputs, outputs)));
    }
  }

  /**
   * A tensor of the model as cryoDRGN names it.
   *
   * @param name of the parameter
   * @param shape of the tensor
   * @param offset first value in the flat vector
   * @param fanIn inputs of one output, which the bound of the initial values depends on
   */
  public record Parameter(String name, int[] shape, int offset, int fanIn) {

    /** Behind the last value. */
    public int end() {
      int size = 1;
      for (int side : shape) {
        size *= side;
      }
      return offset + size;
    }
  }

  private final List<Convolution> convolutions;
  private final List<Dense> encoder;
  private final List<Dense> decoder;
  private final int size;

  /**
   * The layout of a model.
   *
   * @throws DataException if it has more parameters than one vector can hold
   */
  public ParameterLayout(ModelSpec spec) {
    try {
      convolutions = spec.encoder() == EncoderKind.CONVOLUTIONAL ? convolutions(spec) : List.of();
      boolean dense =
          spec.encoder() == EncoderKind.RESIDUAL || spec.encoder() == EncoderKind.PERCEPTRON;
      encoder = dense ? encoder(spec) : List.of();
      decoder =
          decoder(
              spec,
              dense
                  ? encoder.get(encoder.size() - 1).end()
                  : convolutions.isEmpty() ? 0 : convolutions.get(convolutions.size() - 1).end());
      size = decoder.get(decoder.size() - 1).end();
    } catch (ArithmeticException e) {
      throw new DataException(
          "the networks would have more than 2^31 parameters. Lower --enc-dim, --dec-dim or the"
              + " numbers of layers.",
          e);
    }
  }

  private static List<Dense> encoder(ModelSpec spec) {
    return stack(
        "encoder.main.",
        0,
        spec.encoder() == EncoderKind.RESIDUAL,
        spec.encoderInputs(),
        spec.encoderLayers(),
        spec.encoderWidth(),
        Math.multiplyExact(2, spec.latentDimension()));
  }

  private static List<Convolution> convolutions(ModelSpec spec) {
    List<Convolution> layers = new ArrayList<>();
    int inputs = 1;
    int at = 0;
    for (int i = 0; i < 5; i++) {
      boolean last = i == 4;
      int outputs =
          last
              ? Math.multiplyExact(2, spec.latentDimension())
              : Math.multiplyExact(spec.encoderWidth(), 1 << i);
      Convolution layer =
          new Convolution("encoder.main." + 2 * i, inputs, outputs, last ? 1 : 2, last ? 0 : 1, at);
      layers.add(layer);
      inputs = outputs;
      at = layer.end();
    }
    return List.copyOf(layers);
  }

  private static List<Dense> decoder(ModelSpec spec, int offset) {
    boolean bare =
        spec.encoding() == PositionalEncoding.Type.NONE && spec.domain() == Domain.HARTLEY;
    return stack(
        decoderPrefix(spec) + (bare ? "main." : "decoder.main."),
        offset,
        true,
        Math.addExact(spec.features(), spec.latentDimension()),
        spec.decoderLayers(),
        spec.decoderWidth(),
        spec.domain().channels());
  }

  /** What the names of the decoder begin with: nothing where it is the whole model. */
  static String decoderPrefix(ModelSpec spec) {
    return spec.encoder() == EncoderKind.NONE ? "" : "decoder.";
  }

  /** The name of the gaussian encoding's vectors. */
  public static String randomFrequencies(ModelSpec spec) {
    return decoderPrefix(spec) + "rand_freqs";
  }

  /** The layers of a convolutional encoder, first to last; none for other kinds. */
  public List<Convolution> convolutions() {
    return convolutions;
  }

  /** The dense encoder's layers, first to last; none for other kinds. */
  public List<Dense> encoder() {
    return encoder;
  }

  /** The decoder's layers, first to last; the first takes the features, then z. */
  public List<Dense> decoder() {
    return decoder;
  }

  /** The tensors of the encoder in the order of its modules; none without one. */
  public List<Parameter> encoderParameters() {
    List<Parameter> all = new ArrayList<>();
    for (Convolution layer : convolutions) {
      int side = Convolution.SIDE;
      int[] shape = {layer.outputs(), layer.inputs(), side, side};
      int fanIn = layer.inputs() * side * side;
      all.add(new Parameter(layer.name() + ".weight", shape, layer.offset(), fanIn));
    }
    encoder.forEach(layer -> add(all, layer));
    return all;
  }

  /** The tensors of the decoder in the order of its modules. */
  public List<Parameter> decoderParameters() {
    List<Parameter> all = new ArrayList<>();
    decoder.forEach(layer -> add(all, layer));
    return all;
  }

  private static void add(List<Parameter> all, Dense layer) {
    int[] shape = {layer.outputs(), layer.inputs()};
    all.add(new Parameter(layer.name() + ".weight", shape, layer.offset(), layer.inputs()));
    int[] bias = {layer.outputs()};
    all.add(new Parameter(layer.name() + ".bias", bias, layer.biasOffset(), layer.inputs()));
  }

  /** The number of trained values. */
  public int size() {
    return size;
  }

  private static List<Dense> stack(
      String prefix, int offset, boolean residual, int inputs, int hidden, int width, int outputs) {
    List<Dense> layers = new ArrayList<>();
    int at = offset;
    for (int i = 0; i < hidden + 2; i++) {
      int in = i == 0 ? inputs : width;
      int out = i == hidden + 1 ? outputs : width;
      boolean adds = residual && in == out;
      Dense layer = new Dense(prefix + 2 * i + (adds ? ".linear" : ""), in, out, adds, at);
      layers.add(layer);
      at = layer.end();
    }
    return List.copyOf(layers);
  }
}
