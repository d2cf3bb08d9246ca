package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;

/**
 * A dense layer's views on the flat vectors of parameters and gradients: y = x W^T + b, with x
 * added where the layer is residual: there W is taken with the identity added, so that one product
 * does both. W is outputs x inputs, rows of x are points.
 */
final class DenseLayer {

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

  /** The products of a step as PyTorch does any. */
  PlainProducts products(Scope step, Precision precision) {
    NDArray whole = identity == null ? weight : step.own(weight.add(identity));
    return precision == Precision.FLOAT32
        ? new PlainProducts(whole, bias)
        : new PlainProducts(step.own(precision.of(whole)), step.own(precision.of(bias)));
  }

  /** The products of a step, float32, for many rows on a CPU. */
  PackedProducts packedProducts(Scope step) {
    return new PackedProducts(step, weight, identity, bias);
  }

  /** Adds a batch's share to the gradients of W and b. */
  void accumulate(DenseProducts products, NDArray input, NDArray outputGradient) {
    accumulateWeight(products, input, outputGradient);
    biasGradient.addi(outputGradient.sum(new int[] {0}));
  }

  /** Adds a batch's share to the gradient of W alone. */
  void accumulateWeight(DenseProducts products, NDArray input, NDArray outputGradient) {
    products.addWeightGradient(weightGradient, input, outputGradient);
  }

  private static NDArray view(NDArray flat, int from, int to) {
    return flat.get(new NDIndex(from + ":" + to));
  }
}
