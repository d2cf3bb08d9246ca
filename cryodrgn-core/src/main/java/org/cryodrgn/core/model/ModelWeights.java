package org.cryodrgn.core.model;

import java.util.ArrayList;
import java.util.List;
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
   * The weights before training, drawn as PyTorch draws them for dense layers and convolutions:
   * weights and biases uniform in +-1/sqrt(inputs of one output); frequency vectors normal with
   * standard deviation feat_sigma.
   */
  public static ModelWeights random(ModelSpec spec, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ParameterLayout layout = new ParameterLayout(spec);
    float[] values = new float[layout.size()];
    List<ParameterLayout.Parameter> all = new ArrayList<>(layout.encoderParameters());
    all.addAll(layout.decoderParameters());
    for (ParameterLayout.Parameter parameter : all) {
      double bound = 1 / Math.sqrt(parameter.fanIn());
      for (int i = parameter.offset(); i < parameter.end(); i++) {
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
