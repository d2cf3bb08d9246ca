package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
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
    return new Pass(
        layers.stream().map(layer -> layer.factors(step, precision)).toList(), precision);
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
    private final List<DenseLayer.Factors> factors;
    private final Precision precision;

    private Pass(List<DenseLayer.Factors> factors, Precision precision) {
      this.factors = factors;
      this.precision = precision;
    }

    /**
     * @param first rows x width, the activated output of the first layer, in the precision of the
     *     pass as all that follows from it
     */
    Kept forward(NDArray first) {
      int last = layers.size() - 1;
      NDArray[] activated = new NDArray[layers.size()];
      activated[0] = first;
      for (int i = 0; i < last; i++) {
        activated[i + 1] = layers.get(i).activated(activated[i], factors.get(i), activation);
      }
      return new Kept(activated, layers.get(last).apply(activated[last], factors.get(last)));
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
        layers.get(i).accumulate(input, gradient);
        NDArray activatedGradient = gradient.matMul(factors.get(i).weight());
        gradient.close();
        gradient = activation.backward(activatedGradient, input);
        activatedGradient.close();
        input.close();
      }
      return gradient;
    }
  }
}
