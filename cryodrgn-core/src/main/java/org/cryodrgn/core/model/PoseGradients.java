package org.cryodrgn.core.model;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Function;

/**
 * What the error of a batch says of the poses of its images. With k a point of the slice of an
 * image as the decoder sees it (x, y, z), and E the objective:
 *
 * @param slices B x 3 x 4, for each component of k the sum over the points of that component times
 *     (dE/dkx, dE/dky, dE/dkz, dE/dphase), where phase is the point's 2 pi k.t
 * @param encoderInputs B x E, the gradient for what the encoder sees; empty without a dense encoder
 */
public record PoseGradients(float[] slices, float[] encoderInputs) {

  /** Those of the parts of a batch, as of the whole. */
  static PoseGradients joined(List<PoseGradients> parts) {
    return new PoseGradients(
        joined(parts, PoseGradients::slices), joined(parts, PoseGradients::encoderInputs));
  }

  private static float[] joined(
      List<PoseGradients> parts, Function<PoseGradients, float[]> values) {
    FloatBuffer all =
        FloatBuffer.allocate(parts.stream().mapToInt(part -> values.apply(part).length).sum());
    parts.forEach(part -> all.put(values.apply(part)));
    return all.array();
  }
}
