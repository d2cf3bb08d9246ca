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

  /**
   * The same weights before training, with those of z in the decoder's first layer scaled so that a
   * standard normal z moves that layer as much as the position does: the mean square of a sine is
   * 1/2, that of a latent variable 1. Drawn like all others, z has little say at first, and a
   * decoder that hears little of z is slow to tell conformations apart.
   *
   * @return this, if the model has no z or its features are not sines
   */
  public ModelWeights withEvenLatents(ModelSpec spec) {
    if (spec.latentDimension() == 0 || spec.encoding() == PositionalEncoding.Type.NONE) {
      return this;
    }
    double factor = Math.sqrt(spec.features() / 2.0 / spec.latentDimension());
    ParameterLayout.Dense first = new ParameterLayout(spec).decoder().get(0);
    float[] scaled = values.clone();
    for (int row = 0; row < first.outputs(); row++) {
      for (int column = spec.features(); column < first.inputs(); column++) {
        scaled[first.offset() + row * first.inputs() + column] *= (float) factor;
      }
    }
    return new ModelWeights(scaled, randomFrequencies);
  }
}
