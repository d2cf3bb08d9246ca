package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import org.cryodrgn.core.device.TorchScript;

/** The non-linearity between layers, as PyTorch defines it. */
public enum Activation {
  /** max(0, x). */
  RELU {
    @Override
    NDArray dense(NDArray x, NDArray weight, NDArray biases) {
      return ofDevice(x, RELU_EACH_BIAS, RELU_ONE_PRODUCT).apply(x, weight, biases);
    }

    @Override
    NDArray backward(NDArray gradient, NDArray activated) {
      return RELU_BACKWARD.apply(gradient, activated);
    }

    @Override
    String inPlace(String y) {
      return "torch.relu_(%s)".formatted(y);
    }
  },
  /** x above 0, 0.01 x below. */
  LEAKY_RELU {
    @Override
    NDArray dense(NDArray x, NDArray weight, NDArray biases) {
      return ofDevice(x, LEAKY_EACH_BIAS, LEAKY_ONE_PRODUCT).apply(x, weight, biases);
    }

    @Override
    NDArray backward(NDArray gradient, NDArray activated) {
      return LEAKY_BACKWARD.apply(gradient, activated);
    }

    @Override
    String inPlace(String y) {
      return "torch.leaky_relu_(%s, %s)".formatted(y, SLOPE);
    }
  };

  private static final float SLOPE = 0.01f;

  static final TorchScript RELU_EACH_BIAS =
      eachBias("_0 = torch._addmm_activation(bias, these, torch.t(weight), out=out)");

  static final TorchScript RELU_ONE_PRODUCT = oneProduct(RELU);

  static final TorchScript LEAKY_EACH_BIAS =
      eachBias("_0 = " + LEAKY_RELU.inPlace("torch.addmm(bias, these, torch.t(weight), out=out)"));

  static final TorchScript LEAKY_ONE_PRODUCT = oneProduct(LEAKY_RELU);

  private static final TorchScript RELU_BACKWARD =
      new TorchScript(
          "gradient: Tensor, activated: Tensor",
          "torch.threshold_backward(gradient, activated, 0)");

  private static final TorchScript LEAKY_BACKWARD = leakyBackward(SLOPE);

  /**
   * The activated values of a dense layer, a new array of rows x outputs.
   *
   * @param x rows x inputs, in groups of equally many rows
   * @param weight outputs x inputs
   * @param biases groups x outputs
   */
  abstract NDArray dense(NDArray x, NDArray weight, NDArray biases);

  /**
   * The gradient for what was activated, a new array that is not to be changed; the sign of the
   * activated value tells the branch.
   */
  abstract NDArray backward(NDArray gradient, NDArray activated);

  /** PyTorch's expression that activates a new array in place. */
  abstract String inPlace(String y);

  /** x above 0, slope x below, a new array. */
  static NDArray leaky(NDArray x, float slope) {
    return x.getNDArrayInternal().leakyRelu(slope);
  }

  /** The gradient for what {@link #leaky} was given, of the gradient and the activated values. */
  static TorchScript leakyBackward(float slope) {
    return new TorchScript(
        "gradient: Tensor, activated: Tensor",
        "torch.leaky_relu_backward(gradient, activated, %s, True)".formatted(slope));
  }

  /**
   * A GPU adds the bias and activates while it multiplies, in one pass over the outputs, for which
   * each bias takes a product of its own. A CPU does best with one large product. What is not a
   * number becomes 0 there (cuBLAS); the number that overflowed before it makes the gradient of the
   * next weights not finite all the same, and {@link MixedPrecision} sees that.
   */
  static TorchScript ofDevice(NDArray x, TorchScript eachBias, TorchScript oneProduct) {
    return x.getDevice().isGpu() ? eachBias : oneProduct;
  }

  /** With a statement that fills out from bias, these and weight. */
  private static TorchScript eachBias(String product) {
    return new TorchScript(
        "x: Tensor, weight: Tensor, biases: Tensor",
        """
        groups = torch.size(biases, 0)
        rows = torch.floordiv(torch.size(x, 0), groups)
        y = torch.new_empty(x, [torch.size(x, 0), torch.size(weight, 0)])
        for i in range(groups):
          first = torch.mul(i, rows)
          end = torch.add(first, rows)
          bias = torch.select(biases, 0, i)
          these = torch.slice(x, 0, first, end)
          out = torch.slice(y, 0, first, end)
          %s
        """
            .formatted(product),
        "y");
  }

  private static TorchScript oneProduct(Activation activation) {
    return new TorchScript(
        "x: Tensor, weight: Tensor, biases: Tensor",
        """
        groups = torch.size(biases, 0)
        outputs = torch.size(weight, 0)
        rows = torch.floordiv(torch.size(x, 0), groups)
        each = torch.expand(torch.unsqueeze(biases, 1), [groups, rows, outputs])
        y = torch.view(torch.clone(each, memory_format=0), [-1, outputs])
        _0 = torch.addmm_(y, x, torch.t(weight))
        """,
        activation.inPlace("y"));
  }
}
