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
      encoder = spec.encoder() == EncoderKind.NONE ? List.of() : encoder(spec);
      decoder = decoder(spec, encoder.isEmpty() ? 0 : encoder.get(encoder.size() - 1).end());
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

  /** The encoder's layers, first to last; none without one. */
  public List<Dense> encoder() {
    return encoder;
  }

  /** The decoder's layers, first to last; the first takes the features, then z. */
  public List<Dense> decoder() {
    return decoder;
  }

  /** All layers, encoder first. */
  public List<Dense> all() {
    List<Dense> all = new ArrayList<>(encoder);
    all.addAll(decoder);
    return all;
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
