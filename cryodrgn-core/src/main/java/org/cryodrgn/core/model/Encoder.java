package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.cryodrgn.core.device.Scope;

/** The encoder: images to means and log variances of z. */
interface Encoder {

  /** Forward and backward with the weights of one step. */
  interface Pass {
    /**
     * @param images B x E, owned by the step
     * @return B x 2 zdim
     */
    NDArray forward(NDArray images);

    /** Adds to the gradients, given that of the last forward pass's output. */
    void backward(NDArray outputGradient);

    /** After the backward pass: the gradient for the images, B x E; empty where none is known. */
    Optional<NDArray> imageGradient();
  }

  /** The encoder with the weights of one step. */
  Pass pass(Scope step);
}
