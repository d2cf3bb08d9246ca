package org.cryodrgn.analysis.maps;

import java.util.OptionalDouble;

/**
 * A Fourier shell correlation: value i belongs to the shell of radii from i - 1 to below i voxels
 * and stands at i / D cycles a voxel; value 0 is 1.
 *
 * @param box the box size D
 * @param values D/2 values; NaN where a map holds NaN
 */
public record FscCurve(int box, double[] values) {

  /** The spatial frequency of each value, cycles a voxel, times a factor (1 / Å a voxel). */
  public double[] frequencies(double factor) {
    double[] frequencies = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      frequencies[i] = factor * i / box;
    }
    return frequencies;
  }

  /** The highest spatial frequency, cycles a voxel, at which the curve reaches a threshold. */
  public OptionalDouble lastAt(double threshold) {
    for (int i = values.length - 1; i > 0; i--) {
      if (values[i] >= threshold) {
        return OptionalDouble.of((double) i / box);
      }
    }
    return OptionalDouble.empty();
  }
}
