package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;

/**
 * The layers behind the activated first of a multilayer perceptron: dense, activation, ... dense.
 * The first layer is its owner's affair, because the decoder's takes two kinds of input.
 */
final class HiddenLayers {

  private final List<DenseLayer> layers;
  private final Activation activation;

  HiddenLayers(List<DenseLayer> layers, Activation activation) {
    this.layers = layers;
    this.activation = activation;
  }

  /** The layers with the weights of one step. */
  Pass pass(Scope step, Precision precision) {
    return pass(step, precision, layer -> layer.products(step, precision));
  }

  /**
   * As the other.
   *
   * @param products of all layers but the last, whose outputs are few
   */
  Pass pass(Scope step, Precision precision, Function<DenseLayer, DenseProducts> products) {
    int last = layers.size() - 1;
    return new Pass(
        layers.subList(0, last).stream().map(products).toList(),
        layers.get(last).products(step, precision),
        precision);
  }

  /**
   * What a forward pass keeps for the backward pass.
   *
   * @param activated the input of each layer, the first as it was given
   * @param output of the last layer
   */
  record Kept(NDArray[] activated, NDArray output) {}

  /** Forward and backward with fixed weights. */
  final class Pass {
    private final List<DenseProducts> inner;
    private final PlainProducts last;
    private final Precision precision;

    private Pass(List<DenseProducts> inner, PlainProducts last, Precision precision) {
      this.inner = inner;
      this.last = last;
      this.precision = precision;
    }

    /**
     * @param first rows x width, the activated output of the first layer, in the precision of the
     *     pass as all that follows from it
     */
    Kept forward(NDArray first) {
      NDArray[] activated = new NDArray[layers.size()];
      activated[0] = first;
      for (int i = 0; i < inner.size(); i++) {
        activated[i + 1] = inner.get(i).activated(activated[i], activation);
      }
      return new Kept(activated, last.apply(activated[inner.size()]));
    }

    /**
     * Adds to the gradients of these layers.
     *
     * @param kept from the forward pass; closed on the way
     * @param outputGradient rows x outputs, float32
     * @return the gradient for the output of the first layer before its activation
     */
    NDArray backward(Kept kept, NDArray outputGradient) {
      NDArray gradient = precision.of(outputGradient);
      for (int i = layers.size() - 1; i >= 0; i--) {
        NDArray input = kept.activated()[i];
        DenseProducts products = i == inner.size() ? last : inner.get(i);
        layers.get(i).accumulate(products, input, gradient);
        NDArray activatedGradient = products.inputGradient(gradient);
        gradient.close();
        gradient = activation.backward(activatedGradient, input);
        activatedGradient.close();
        input.close();
      }
      return gradient;
    }
  }
}
