package org.cryodrgn.core.model;

import java.nio.FloatBuffer;
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
public record ModelWeights(ParameterValues values, float[] randomFrequencies) {

  /**
   * The weights before training, drawn as PyTorch draws them for dense layers and convolutions:
   * weights and biases uniform in +-1/sqrt(inputs of one output); frequency vectors normal with
   * standard deviation feat_sigma.
   */
  public static ModelWeights random(ModelSpec spec, long seed) {
    ParameterLayout layout = new ParameterLayout(spec);
    SplittableRandom random = new SplittableRandom(seed);
    // The frequencies come behind the values, which are drawn again where they are put.
    for (int i = 0; i < layout.size(); i++) {
      random.nextDouble();
    }
    boolean gaussian = spec.encoding() == PositionalEncoding.Type.GAUSSIAN;
    float[] frequencies = new float[gaussian ? 9 * spec.encodingDimension() : 0];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) (spec.featureSigma() * random.nextGaussian());
    }
    return new ModelWeights(
        ParameterValues.of(layout.size(), vector -> draw(layout, seed, vector)), frequencies);
  }

  private static void draw(ParameterLayout layout, long seed, FloatBuffer vector) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ParameterLayout.Parameter> all = new ArrayList<>(layout.encoderParameters());
    all.addAll(layout.decoderParameters());
    for (ParameterLayout.Parameter parameter : all) {
      double bound = 1 / Math.sqrt(parameter.fanIn());
      for (int i = parameter.offset(); i < parameter.end(); i++) {
        vector.put(i, (float) (bound * (2 * random.nextDouble() - 1)));
      }
    }
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
    ParameterValues scaled =
        ParameterValues.of(
            values.size(),
            vector -> {
              values.putInto(vector);
              for (int row = 0; row < first.outputs(); row++) {
                for (int column = spec.features(); column < first.inputs(); column++) {
                  int at = first.offset() + row * first.inputs() + column;
                  vector.put(at, vector.get(at) * (float) factor);
                }
              }
            });
    return new ModelWeights(scaled, randomFrequencies);
  }
}
