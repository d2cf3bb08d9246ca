package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.device.TorchScript;

/**
 * A dense layer's views on the flat vectors of parameters and gradients: y = x W^T + b, with x
 * added where the layer is residual. W is outputs x inputs, rows of x are points.
 */
final class DenseLayer {

  /** Adds y^T x to a sum without an array between, which would be as large as W. */
  private static final TorchScript ADD_PRODUCT =
      new TorchScript("sum: Tensor, y: Tensor, x: Tensor", "torch.addmm_(sum, torch.t(y), x)");

  private final NDArray weight;
  private final NDArray bias;
  private final NDArray weightGradient;
  private final NDArray biasGradient;
  private final NDArray identity;

  /**
   * @param identity of the layer's width, shared by layers; null where the layer is not residual
   */
  DenseLayer(ParameterLayout.Dense at, NDArray parameters, NDArray gradients, NDArray identity) {
    Shape shape = new Shape(at.outputs(), at.inputs());
    weight = view(parameters, at.offset(), at.biasOffset()).reshape(shape);
    bias = view(parameters, at.biasOffset(), at.end());
    weightGradient = view(gradients, at.offset(), at.biasOffset()).reshape(shape);
    biasGradient = view(gradients, at.biasOffset(), at.end());
    this.identity = identity;
  }

  private DenseLayer(NDArray weight, NDArray bias, NDArray dWeight, NDArray dBias, NDArray eye) {
    this.weight = weight;
    this.bias = bias;
    this.weightGradient = dWeight;
    this.biasGradient = dBias;
    this.identity = eye;
  }

  /** The layer restricted to some of its inputs, sharing memory and bias. */
  DenseLayer columns(int from, int to) {
    NDIndex columns = new NDIndex(":, " + from + ":" + to);
    return new DenseLayer(
        weight.get(columns),
        bias,
        weightGradient.get(columns),
        biasGradient,
        identity == null ? null : identity.get(columns));
  }

  /**
   * What the products of one step take, in its precision.
   *
   * @param weight W, with the identity added where the layer is residual, so that one product does
   *     both
   * @param bias b
   */
  record Factors(NDArray weight, NDArray bias) {}

  /** The factors of a step, which owns what is made for them. */
  Factors factors(Scope step, Precision precision) {
    NDArray whole = identity == null ? weight : step.own(weight.add(identity));
    return precision == Precision.FLOAT32
        ? new Factors(whole, bias)
        : new Factors(step.own(precision.of(whole)), step.own(precision.of(bias)));
  }

  /**
   * The activated layer, in one call.
   *
   * @param x in the precision of the factors
   */
  NDArray activated(NDArray x, Factors factors, Activation activation) {
    try (NDArray biases = factors.bias.expandDims(0)) {
      return activation.dense(x, factors.weight, biases);
    }
  }

  /** x W^T + b in one call; x is in the precision of the factors. */
  NDArray apply(NDArray x, Factors factors) {
    return x.getNDArrayInternal().linear(x, factors.weight, factors.bias).singletonOrThrow();
  }

  /** Adds a batch's share to the gradients of W and b. */
  void accumulate(NDArray input, NDArray outputGradient) {
    accumulateWeight(input, outputGradient);
    biasGradient.addi(outputGradient.sum(new int[] {0}));
  }

  /** Adds a batch's share to the gradient of W alone. */
  void accumulateWeight(NDArray input, NDArray outputGradient) {
    if (input.getDataType() == DataType.FLOAT32) {
      ADD_PRODUCT.apply(weightGradient, outputGradient, input).close();
    } else {
      weightGradient.addi(outputGradient.transpose().matMul(input));
    }
  }

  private static NDArray view(NDArray flat, int from, int to) {
    return flat.get(new NDIndex(from + ":" + to));
  }
}
