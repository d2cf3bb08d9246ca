package org.cryodrgn.core.model;

import java.util.SplittableRandom;

/**
 * The numbers of a model.
 *
 * @param values trained parameters in the order of {@link ParameterLayout}
 * @param randomFrequencies F x 3, {@code decoder.rand_freqs} of the gaussian encoding; empty for
 *     the other kinds
 */
public record ModelWeights(float[] values, float[] randomFrequencies) {

  /**
   * The weights before training, drawn as PyTorch's {@code nn.Linear} draws them: weights and
   * biases uniform in +-1/sqrt(inputs); frequency vectors normal with standard deviation
   * feat_sigma.
   */
  public static ModelWeights random(ModelSpec spec, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ParameterLayout layout = new ParameterLayout(spec);
    float[] values = new float[layout.size()];
    for (ParameterLayout.Dense layer : layout.all()) {
      double bound = 1 / Math.sqrt(layer.inputs());
      for (int i = layer.offset(); i < layer.end(); i++) {
        values[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
    boolean gaussian = spec.encoding() == PositionalEncoding.Type.GAUSSIAN;
    float[] frequencies = new float[gaussian ? 9 * spec.encodingDimension() : 0];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) (spec.featureSigma() * random.nextGaussian());
    }
    return new ModelWeights(values, frequencies);
  }
}
