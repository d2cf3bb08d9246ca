package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import org.cryodrgn.core.device.TorchScript;

/** The non-linearity between layers, as PyTorch defines it. */
public enum Activation {
  /** max(0, x). */
  RELU {
    @Override
    NDArray apply(NDArray x) {
      return x.getNDArrayInternal().relu();
    }

    @Override
    NDArray backward(NDArray gradient, NDArray activated) {
      return ReluBackward.FUNCTION.apply(gradient, activated);
    }
  },
  /** x above 0, 0.01 x below. */
  LEAKY_RELU {
    @Override
    NDArray apply(NDArray x) {
      return leaky(x, SLOPE);
    }

    @Override
    NDArray backward(NDArray gradient, NDArray activated) {
      return leakyBackward(gradient, activated, SLOPE);
    }
  };

  private static final float SLOPE = 0.01f;

  /** The activated values, a new array. */
  abstract NDArray apply(NDArray x);

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

  /** Loaded with the engine, which those that only name an activation do not need. */
  private static final class ReluBackward {
    static final TorchScript FUNCTION =
        new TorchScript(
            "gradient: Tensor, activated: Tensor",
            "torch.threshold_backward(gradient, activated, 0)");
  }
}
