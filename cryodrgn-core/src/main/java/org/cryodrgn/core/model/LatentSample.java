package org.cryodrgn.core.model;

/**
 * The latent distribution of a batch and a draw from it: z = mean + exp(log variance / 2) noise.
 * Small arrays, kept in Java.
 */
final class LatentSample {

  private final int images;
  private final int wholeSize;
  private final int dimension;
  private final float[] encoderOutput;
  private final float[] noise;

  /**
   * @param images B
   * @param wholeSize images of the batch that these are a part of; else B
   * @param encoderOutput B x 2 zdim: means, then log variances
   * @param noise at least B x zdim; empty where nothing is drawn
   */
  LatentSample(int images, int wholeSize, int dimension, float[] encoderOutput, float[] noise) {
    this.images = images;
    this.wholeSize = wholeSize;
    this.dimension = dimension;
    this.encoderOutput = encoderOutput;
    this.noise = noise;
  }

  /** The means alone, B x zdim. */
  float[] means() {
    float[] means = new float[images * dimension];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(i);
    }
    return means;
  }

  /** B x zdim. */
  float[] draw() {
    float[] z = new float[images * dimension];
    for (int i = 0; i < z.length; i++) {
      z[i] = mean(i) + (float) Math.exp(0.5 * logVariance(i)) * noise[i];
    }
    return z;
  }

  /** Share of the Kullback-Leibler divergence to the standard normal, mean over all images. */
  double divergence() {
    double sum = 0;
    for (int i = 0; i < images * dimension; i++) {
      double mean = mean(i);
      double logVariance = logVariance(i);
      sum += -0.5 * (1 + logVariance - mean * mean - Math.exp(logVariance));
    }
    return sum / wholeSize;
  }

  /**
   * The gradient for the encoder's output.
   *
   * @param drawGradient gradient of the reconstruction error for z, B x zdim
   * @param divergenceSlope derivative of the objective for the divergence
   * @return B x 2 zdim
   */
  float[] backward(float[] drawGradient, double divergenceSlope) {
    double weight = divergenceSlope / wholeSize;
    float[] gradient = new float[encoderOutput.length];
    for (int i = 0; i < images * dimension; i++) {
      double logVariance = logVariance(i);
      int at = index(i);
      gradient[at] = (float) (drawGradient[i] + weight * mean(i));
      gradient[at + dimension] =
          (float)
              (drawGradient[i] * noise[i] * 0.5 * Math.exp(0.5 * logVariance)
                  + weight * 0.5 * Math.expm1(logVariance));
    }
    return gradient;
  }

  private float mean(int i) {
    return encoderOutput[index(i)];
  }

  private float logVariance(int i) {
    return encoderOutput[index(i) + dimension];
  }

  private int index(int i) {
    return i / dimension * 2 * dimension + i % dimension;
  }
}
