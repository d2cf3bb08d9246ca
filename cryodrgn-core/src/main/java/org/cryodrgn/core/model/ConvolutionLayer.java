package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.cryodrgn.core.device.Scope;

/**
 * A convolution without bias, as PyTorch's {@code Conv2d} computes it, on arrays of images x rows x
 * columns x channels. It is a sum over the places (u, v) of the kernel: the inputs that meet this
 * place, a strided part of the padded images, times the kernel's matrix there; so are both of its
 * gradients.
 */
final class ConvolutionLayer {

  private final ParameterLayout.Convolution shape;
  private final NDArray kernel;
  private final NDArray kernelGradient;

  ConvolutionLayer(ParameterLayout.Convolution at, NDArray parameters, NDArray gradients) {
    shape = at;
    kernel = view(parameters);
    kernelGradient = view(gradients);
  }

  /** Adds the padding. */
  NDArray padded(Scope step, NDArray images) {
    long rows = images.getShape().get(1);
    long columns = images.getShape().get(2);
    int padding = shape.padding();
    if (padding == 0) {
      return images;
    }
    NDArray padded =
        step.zeros(
            images.getShape().get(0),
            rows + 2 * padding,
            columns + 2 * padding,
            images.getShape().get(3));
    padded.set(inside(padding, rows, columns), images);
    return padded;
  }

  /**
   * @param padded images with their padding
   * @return images x rows x columns x outputs
   */
  NDArray forward(Scope step, NDArray padded) {
    long images = padded.getShape().get(0);
    long side = outputSide(padded);
    NDArray sum = step.zeros(images * side * side, shape.outputs());
    for (int u = 0; u < ParameterLayout.Convolution.SIDE; u++) {
      for (int v = 0; v < ParameterLayout.Convolution.SIDE; v++) {
        try (Scope place = step.child()) {
          NDArray inputs = inputs(place, padded, u, v, side);
          sum.addi(place.own(inputs.matMul(place.own(matrix(place, kernel, u, v).transpose()))));
        }
      }
    }
    return sum.reshape(new Shape(images, side, side, shape.outputs()));
  }

  /**
   * Adds to the kernel's gradient.
   *
   * @param padded what the forward pass was given
   * @param outputGradient images x rows x columns x outputs
   * @return the gradient for the images without padding
   */
  NDArray backward(Scope step, NDArray padded, NDArray outputGradient) {
    long side = outputSide(padded);
    NDArray flat = step.own(outputGradient.reshape(new Shape(-1, shape.outputs())));
    NDArray gradient = step.zeros(padded.getShape().getShape());
    for (int u = 0; u < ParameterLayout.Convolution.SIDE; u++) {
      for (int v = 0; v < ParameterLayout.Convolution.SIDE; v++) {
        try (Scope place = step.child()) {
          NDArray inputs = inputs(place, padded, u, v, side);
          NDArray change = place.own(place.own(flat.transpose()).matMul(inputs));
          matrix(place, kernelGradient, u, v).addi(change);
          NDArray back = place.own(flat.matMul(matrix(place, kernel, u, v)));
          NDArray met = place.own(gradient.get(meeting(u, v, side)));
          met.addi(place.own(back.reshape(met.getShape())));
        }
      }
    }
    return unpadded(step, gradient);
  }

  /** The images without their padding, a view. */
  NDArray unpadded(Scope step, NDArray padded) {
    long rows = padded.getShape().get(1) - 2L * shape.padding();
    long columns = padded.getShape().get(2) - 2L * shape.padding();
    return step.own(padded.get(inside(shape.padding(), rows, columns)));
  }

  private long outputSide(NDArray padded) {
    return (padded.getShape().get(1) - ParameterLayout.Convolution.SIDE) / shape.stride() + 1;
  }

  /** The values that meet a place of the kernel, one row for each value of the output. */
  private NDArray inputs(Scope place, NDArray padded, int u, int v, long side) {
    NDArray met = place.own(padded.get(meeting(u, v, side)));
    return place.own(met.reshape(new Shape(-1, shape.inputs())));
  }

  private NDIndex meeting(int u, int v, long side) {
    return new NDIndex(":, " + steps(u, side) + ", " + steps(v, side) + ", :");
  }

  private String steps(int first, long side) {
    return first + ":" + (first + (side - 1) * shape.stride() + 1) + ":" + shape.stride();
  }

  private static NDIndex inside(int padding, long rows, long columns) {
    return new NDIndex(
        ":, "
            + padding
            + ":"
            + (padding + rows)
            + ", "
            + padding
            + ":"
            + (padding + columns)
            + ", :");
  }

  /** Outputs x inputs, a view. */
  private static NDArray matrix(Scope place, NDArray kernels, int u, int v) {
    return place.own(kernels.get(new NDIndex(":, :, " + u + ", " + v)));
  }

  private NDArray view(NDArray flat) {
    long[] sides = {
      shape.outputs(),
      shape.inputs(),
      ParameterLayout.Convolution.SIDE,
      ParameterLayout.Convolution.SIDE
    };
    return flat.get(new NDIndex(shape.offset() + ":" + shape.end())).reshape(new Shape(sides));
  }
}
