package org.cryodrgn.core.model;

import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Scope;

/**
 * The decoder alone. With zdim 0 it is one density map for all images; else z is given for each
 * image, and learned outside (an auto-decoder).
 */
public final class NeuralVolume extends VolumeModel {

  /**
   * @param engine where it runs
   * @param spec its shape, without an encoder
   * @param weights its numbers
   */
  public NeuralVolume(Engine engine, ModelSpec spec, ModelWeights weights) {
    super(engine, spec, weights);
    if (spec.encoder() != EncoderKind.NONE) {
      throw new IllegalArgumentException("an encoder, which this model has none of");
    }
  }

  /**
   * The mean squared error of a batch and its gradient for every parameter and for z.
   *
   * @param batch the images
   * @param z B x zdim
   * @param zGradient where the gradient for z is put, B x zdim
   */
  public Losses computeGradients(TrainingBatch batch, float[] z, float[] zGradient) {
    try (Scope step = newStep()) {
      Decoder.Pass decoding = training(step, z, batch.size());
      double error = reconstruct(step, batch, decoding, true);
      float[] gradient = decoding.finish();
      System.arraycopy(gradient, 0, zGradient, 0, gradient.length);
      return new Losses(error, error, 0);
    }
  }
}
