package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.cryodrgn.core.device.TorchScript;

/** As PyTorch's matrix products: MKL's on a CPU, cuBLAS's on a GPU. */
final class PlainProducts extends DenseProducts {

  /** Adds y^T x to a sum without an array between, which would be as large as W. */
  private static final TorchScript ADD_PRODUCT =
      new TorchScript("sum: Tensor, y: Tensor, x: Tensor", "torch.addmm_(sum, torch.t(y), x)");

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

  @Override
  void addWeightGradient(NDArray sum, NDArray input, NDArray outputGradient) {
    addProduct(sum, input, outputGradient);
  }

  static void addProduct(NDArray sum, NDArray x, NDArray y) {
    if (x.getDataType() == DataType.FLOAT32) {
      ADD_PRODUCT.apply(sum, y, x).close();
    } else {
      sum.addi(y.transpose().matMul(x));
    }
  }
}
