package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.device.TorchScript;

/**
 * Five convolutions of 4 x 4 that halve real images of 64 x 64 down to one value ({@code
 * --encode-mode conv}), with leaky rectifiers of slope 0.2 between them.
 */
final class ConvolutionalEncoder implements Encoder {

  private static final float SLOPE = 0.2f;
  private static final TorchScript LEAKY_BACKWARD = Activation.leakyBackward(SLOPE);

  private final List<ConvolutionLayer> layers;
  private final int box;

  ConvolutionalEncoder(List<ConvolutionLayer> layers, int box) {
    this.layers = layers;
    this.box = box;
  }

  @Override
  public Pass pass(Scope step) {
    NDArray[] inputs = new NDArray[layers.size()];
    return new Pass() {
      @Override
      public NDArray forward(NDArray images) {
        NDArray x = step.own(images.reshape(new Shape(-1, box, box, 1)));
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] = layers.get(i).padded(step, i == 0 ? x : Activation.leaky(x, SLOPE));
          x = layers.get(i).forward(step, inputs[i]);
        }
        return x.reshape(new Shape(x.getShape().get(0), -1));
      }

      @Override
      public void backward(NDArray outputGradient) {
        NDArray gradient = outputGradient;
        for (int i = inputs.length - 1; i >= 0; i--) {
          gradient = layers.get(i).backward(step, inputs[i], gradient);
          if (i > 0) {
            NDArray activated = layers.get(i).unpadded(step, inputs[i]);
            gradient = LEAKY_BACKWARD.apply(gradient, activated);
          }
        }
      }

      @Override
      public Optional<NDArray> imageGradient() {
        return Optional.empty();
      }
    };
  }
}
