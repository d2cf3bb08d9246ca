package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import org.cryodrgn.core.device.TorchScript;

/** The non-linearity between layers, as PyTorch defines it. */
public enum Activation {
  /** max(0, x). */
  RELU {
    @Override
    NDArray dense(NDArray x, NDArray weight, NDArray biases) {
      return ReluDense.FUNCTION.apply(x, weight, biases);
    }

    @Override
    NDArray backward(NDArray gradient, NDArray activated) {
      return ReluBackward.FUNCTION.apply(gradient, activated);
    }
  },
  /** x above 0, 0.01 x below. */
  LEAKY_RELU {
    @Override
    NDArray dense(NDArray x, NDArray weight, NDArray biases) {
      return LeakyDense.FUNCTION.apply(x, weight, biases);
    }

    @Override
    NDArray backward(NDArray gradient, NDArray activated) {
      return leakyBackward(gradient, activated, SLOPE);
    }
  };

  private static final float SLOPE = 0.01f;

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

  /** x above 0, slope x below, a new array. */
  static NDArray leaky(NDArray x, float slope) {
    return x.getNDArrayInternal().leakyRelu(slope);
  }

  /** The gradient for what {@link #leaky} was given, a new array. */
  static NDArray leakyBackward(NDArray gradient, NDArray activated, float slope) {
    NDArray factor = activated.sign().muli((1 - slope) / 2).addi((1 + slope) / 2);
    return factor.muli(gradient);
  }

  /**
   * One pass over the outputs: a GPU adds the bias and activates while it multiplies, which takes a
   * product for each bias.
   */
  private static TorchScript dense(String product) {
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

  /** Loaded with the engine, which those that only name an activation do not need. */
  private static final class ReluDense {
    static final TorchScript FUNCTION =
        dense("_0 = torch._addmm_activation(bias, these, torch.t(weight), out=out)");
  }

  /** As the other. */
  private static final class LeakyDense {
    static final TorchScript FUNCTION =
        dense(
            "_0 = torch.leaky_relu_(torch.addmm(bias, these, torch.t(weight), out=out), %s)"
                .formatted(SLOPE));
  }

  /** As the others. */
  private static final class ReluBackward {
    static final TorchScript FUNCTION =
        new TorchScript(
            "gradient: Tensor, activated: Tensor",
            "torch.threshold_backward(gradient, activated, 0)");
  }
}
