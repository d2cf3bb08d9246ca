package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;

/** As PyTorch's matrix products: MKL's on a CPU, cuBLAS's on a GPU. */
final class PlainProducts extends DenseProducts {

  private final NDArray weight;

  /**
   * @param weight outputs x inputs
   * @param bias outputs
   */
  PlainProducts(NDArray weight, NDArray bias) {
    super(bias);
    this.weight = weight;
  }

  /** x W^T + b. */
  NDArray apply(NDArray x) {
    return x.getNDArrayInternal().linear(x, weight, bias()).singletonOrThrow();
  }

  @Override
  NDArray activated(NDArray x, NDArray biases, Activation activation) {
    return activation.dense(x, weight, biases);
  }

  @Override
  NDArray inputGradient(NDArray outputGradient) {
    return outputGradient.matMul(weight);
  }
}
