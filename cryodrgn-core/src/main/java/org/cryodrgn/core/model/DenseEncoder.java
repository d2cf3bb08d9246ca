package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;

/** A multilayer perceptron on the masked pixels of the Hartley transform. */
final class DenseEncoder implements Encoder {

  private final DenseLayer first;
  private final HiddenLayers rest;
  private final Activation activation;

  DenseEncoder(DenseLayer first, HiddenLayers rest, Activation activation) {
    this.first = first;
    this.rest = rest;
    this.activation = activation;
  }

  @Override
  public Pass pass(Scope step) {
    // A row an image: its products read the weights once, which lower precision would not shorten.
    DenseProducts products = first.products(step, Precision.FLOAT32);
    HiddenLayers.Pass hidden = rest.pass(step, Precision.FLOAT32);
    return new Pass() {
      private NDArray images;
      private HiddenLayers.Kept kept;
      private NDArray firstGradient;

      @Override
      public NDArray forward(NDArray given) {
        images = given;
        kept = hidden.forward(products.activated(images, activation));
        return kept.output();
      }

      @Override
      public void backward(NDArray outputGradient) {
        firstGradient = hidden.backward(kept, outputGradient);
        first.accumulate(products, images, firstGradient);
      }

      @Override
      public Optional<NDArray> imageGradient() {
        return Optional.of(products.inputGradient(firstGradient));
      }
    };
  }
}
