package org.cryodrgn.core.model;

import java.util.Arrays;

/**
 * The features of a 3D spatial frequency k (components in [-0.5, 0.5]): sin(k.f + phase) for each
 * of n vectors f, with phase 0 for a sine and pi/2 for a cosine (Zhong et al., ICLR 2020, section
 * 3.3; gaussian: Tancik et al., NeurIPS 2020). The order of the features is cryoDRGN's, so that the
 * weights behind them are too.
 */
public final class PositionalEncoding {

  /** The kinds, named as the option {@code --pe-type} names them. */
  public enum Type {
    /** Random vectors, kept in the checkpoint. */
    GAUSSIAN,
    /** Wavelengths from 2/D to 1, geometric. */
    GEOM_FT,
    /** Wavelengths from 2/D to 2 pi. */
    GEOM_FULL,
    /** Wavelengths from 2/D 2 pi to 2 pi. */
    GEOM_LOWF,
    /** Wavelengths from 2/D 2 pi to 1. */
    GEOM_NOHIGHF,
    /** Angular frequencies 1, 2, ... D/2. */
    LINEAR_LOWF,
    /** No features: the frequency itself. */
    NONE
  }

  private static final float COSINE = (float) (Math.PI / 2);

  private final float[] vectors;
  private final float[] phases;

  private PositionalEncoding(int features) {
    vectors = new float[features * 3];
    phases = new float[features];
  }

  /**
   * An encoding along the axes: for each axis the sines, then the cosines.
   *
   * @param type any but gaussian and none
   * @param box box size D, even
   * @param perAxis frequencies for each axis
   */
  public static PositionalEncoding alongAxes(Type type, int box, int perAxis) {
    PositionalEncoding encoding = new PositionalEncoding(6 * perAxis);
    for (int axis = 0; axis < 3; axis++) {
      for (int i = 0; i < perAxis; i++) {
        int sine = axis * 2 * perAxis + i;
        int cosine = sine + perAxis;
        float frequency = (float) axisFrequency(type, box, i, perAxis);
        encoding.vectors[sine * 3 + axis] = frequency;
        encoding.vectors[cosine * 3 + axis] = frequency;
        encoding.phases[cosine] = COSINE;
      }
    }
    return encoding;
  }

  /**
   * The gaussian encoding: all sines, then all cosines.
   *
   * @param random the checkpoint's {@code decoder.rand_freqs}: F x 3, standard deviation
   *     feat_sigma; scaled here by D/2
   * @param box box size D
   */
  public static PositionalEncoding gaussian(float[] random, int box) {
    int count = random.length / 3;
    PositionalEncoding encoding = new PositionalEncoding(2 * count);
    for (int i = 0; i < random.length; i++) {
      encoding.vectors[i] = random[i] * (box / 2);
      encoding.vectors[random.length + i] = encoding.vectors[i];
    }
    Arrays.fill(encoding.phases, count, 2 * count, COSINE);
    return encoding;
  }

  /** The vectors, n x 3, radians a unit of k. */
  public float[] vectors() {
    return vectors;
  }

  /** The phases, n, radians. */
  public float[] phases() {
    return phases;
  }

  private static double axisFrequency(Type type, int box, int i, int count) {
    double half = box / 2;
    double step = i / Math.max(1.0, count - 1);
    return switch (type) {
      case GEOM_FT -> box * Math.PI * Math.pow(2.0 / box, step);
      case GEOM_FULL -> box * Math.PI * Math.pow(1 / (box * Math.PI), step);
      case GEOM_LOWF -> half * Math.pow(1 / half, step);
      case GEOM_NOHIGHF -> half * Math.pow(2 * Math.PI / half, step);
      case LINEAR_LOWF -> i + 1;
      default -> throw new IllegalArgumentException("no frequencies along axes: " + type);
    };
  }
}
