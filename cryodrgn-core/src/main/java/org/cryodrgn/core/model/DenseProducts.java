package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.cryodrgn.core.device.TorchScript;

/** The products of a dense layer with the weights of one step, in the precision of these. */
abstract sealed class DenseProducts permits PlainProducts, PackedProducts {

  /** Adds y^T x to a sum without an array between, which would be as large as W. */
  private static final TorchScript ADD_PRODUCT =
      new TorchScript("sum: Tensor, y: Tensor, x: Tensor", "torch.addmm_(sum, torch.t(y), x)");

  private final NDArray bias;

  DenseProducts(NDArray bias) {
    this.bias = bias;
  }

  /** The layer's bias b. */
  final NDArray bias() {
    return bias;
  }

  /** x W^T + b, activated. */
  final NDArray activated(NDArray x, Activation activation) {
    try (NDArray biases = bias.expandDims(0)) {
      return activated(x, biases, activation);
    }
  }

  /**
   * The same with other biases, rows x outputs.
   *
   * @param x rows x inputs, in groups of equally many rows
   * @param biases groups x outputs
   */
  abstract NDArray activated(NDArray x, NDArray biases, Activation activation);

  /**
   * The gradient for the inputs, rows x inputs.
   *
   * @param outputGradient rows x outputs
   */
  abstract NDArray inputGradient(NDArray outputGradient);

  /**
   * Adds a batch's share to the gradient of W.
   *
   * @param sum outputs x inputs, float32
   */
  void addWeightGradient(NDArray sum, NDArray input, NDArray outputGradient) {
    if (input.getDataType() == DataType.FLOAT32) {
      ADD_PRODUCT.apply(sum, outputGradient, input).close();
    } else {
      sum.addi(outputGradient.transpose().matMul(input));
    }
  }
}
