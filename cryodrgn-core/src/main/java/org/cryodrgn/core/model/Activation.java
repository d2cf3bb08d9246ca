package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;

/** The non-linearity between layers, as PyTorch defines it. */
public enum Activation {
  /** max(0, x). */
  RELU {
    @Override
    NDArray apply(NDArray x) {
      return x.getNDArrayInternal().relu();
    }

    @Override
    void backward(NDArray gradient, NDArray activated) {
      gradient.muli(activated.sign());
    }
  },
  /** x above 0, 0.01 x below. */
  LEAKY_RELU {
    @Override
    NDArray apply(NDArray x) {
      return leaky(x, SLOPE);
    }

    @Override
    void backward(NDArray gradient, NDArray activated) {
      leakyBackward(gradient, activated, SLOPE);
    }
  };

  private static final float SLOPE = 0.01f;

  /** The activated values, a new array. */
  abstract NDArray apply(NDArray x);

  /**
   * Multiplies a gradient, in place, by the derivative; the sign of the activated value tells the
   * branch.
   */
  abstract void backward(NDArray gradient, NDArray activated);

  /** x above 0, slope x below, a new array. */
  static NDArray leaky(NDArray x, float slope) {
    return x.getNDArrayInternal().leakyRelu(slope);
  }

  /** Multiplies a gradient, in place, by the derivative of {@link #leaky}. */
  static void leakyBackward(NDArray gradient, NDArray activated, float slope) {
    NDArray factor = activated.sign();
    gradient.muli(factor.muli((1 - slope) / 2).addi((1 + slope) / 2));
  }
}
