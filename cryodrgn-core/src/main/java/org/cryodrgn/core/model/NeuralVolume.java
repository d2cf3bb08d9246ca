package org.cryodrgn.core.model;

import java.util.Arrays;
import java.util.List;
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
    super(engine, withoutEncoder(spec), weights);
  }

  private static ModelSpec withoutEncoder(ModelSpec spec) {
    if (spec.encoder() != EncoderKind.NONE) {
      throw new IllegalArgumentException("an encoder, which this model has none of");
    }
    return spec;
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

  /**
   * The same, the batch divided among replicas; the first holds the gradients.
   *
   * @param replicas of one model
   */
  public static Losses computeGradients(
      Replicas<NeuralVolume> replicas, TrainingBatch batch, float[] z, float[] zGradient) {
    List<TrainingBatch> parts = replicas.parts(batch);
    int[] ends = parts.stream().mapToInt(TrainingBatch::size).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    int dimension = replicas.first().spec().latentDimension();
    double[] errors = new double[ends.length];
    replicas.run(
        ends.length,
        (model, i) -> {
          int from = dimension * (ends[i] - parts.get(i).size());
          float[] its = Arrays.copyOfRange(z, from, dimension * ends[i]);
          float[] gradient = new float[its.length];
          errors[i] = model.computeGradients(parts.get(i), its, gradient).total();
          System.arraycopy(gradient, 0, zGradient, from, gradient.length);
        });
    replicas.sumGradients(ends.length);
    double error = replicas.reduction().sum(errors);
    return new Losses(error, error, 0);
  }
}
