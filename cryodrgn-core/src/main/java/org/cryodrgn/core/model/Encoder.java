package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import org.cryodrgn.core.device.Scope;

/** The encoder: masked images to means and log variances of z. */
final class Encoder {

  private final DenseLayer first;
  private final HiddenLayers rest;

  Encoder(DenseLayer first, HiddenLayers rest) {
    this.first = first;
    this.rest = rest;
  }

  Pass pass(Scope step) {
    return new Pass(step);
  }

  /** Forward and backward with the weights of one step. */
  final class Pass {
    private final NDArray firstWeight;
    private final HiddenLayers.Pass hidden;
    private NDArray images;
    private HiddenLayers.Kept kept;

    private Pass(Scope step) {
      firstWeight = first.effectiveWeight(step);
      hidden = rest.pass(step);
    }

    /**
     * @param images B x E, owned by the step
     * @return B x 2 zdim
     */
    NDArray forward(NDArray images) {
      this.images = images;
      kept = hidden.forward(first.apply(images, firstWeight));
      return kept.output();
    }

    /** Adds to the gradients, given that of the last forward pass's output. */
    void backward(NDArray outputGradient) {
      first.accumulate(images, hidden.backward(kept, outputGradient));
    }
  }
}
