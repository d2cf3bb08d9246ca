package org.cryodrgn.analysis.doctor;

import org.cryodrgn.analysis.maps.FourierShellCorrelation;
import org.cryodrgn.analysis.maps.FscCurve;
import org.cryodrgn.core.backproject.VoxelBackprojection;
import org.cryodrgn.core.backproject.VoxelBackprojection.CtfCorrection;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.poses.Poses;

/**
 * Two half maps of a quick back-projection at a small box.
 *
 * @param first of every other image, D x D x D
 * @param second of the rest
 * @param curve their Fourier shell correlation
 * @param correlation the mean of the curve from the third shell on: the first ones agree whatever
 *     the poses
 */
record TrialMaps(int box, float[] first, float[] second, double[] curve, double correlation) {

  private static final int FIRST_SHELL = 3;
  private static final int BATCH = 1000;

  /**
   * Back-projects.
   *
   * @param images small images
   * @param poses of the same particles
   * @param ctf of the same particles, or null
   * @param invert whether to turn the sign of the images
   */
  static TrialMaps of(
      ParticleStack images, Poses poses, CtfTable ctf, boolean invert, int threads) {
    VoxelBackprojection backprojection =
        new VoxelBackprojection(images, poses, ctf, CtfCorrection.MULTIPLY, invert, true, threads);
    backprojection.run(images.size(), BATCH, done -> {});
    float[] first = backprojection.halfMap(0, 1);
    float[] second = backprojection.halfMap(1, 1);
    FscCurve curve = FourierShellCorrelation.between(first, second, images.box(), null, threads);
    double sum = 0;
    for (int i = FIRST_SHELL; i < curve.values().length; i++) {
      sum += curve.values()[i];
    }
    return new TrialMaps(
        images.box(), first, second, curve.values(), sum / (curve.values().length - FIRST_SHELL));
  }

  /**
   * The skewness of the density within the sphere that fits the box, from products of the two
   * halves, so that noise does not count; above 0 if the molecule is the bright part. NaN if there
   * is no signal.
   */
  double skewness() {
    double radius = 0.45 * box;
    double meanFirst = mean(first, radius);
    double meanSecond = mean(second, radius);
    double second2 = 0;
    double third = 0;
    int count = 0;
    for (int i = 0; i < first.length; i++) {
      if (within(i, radius)) {
        double a = first[i] - meanFirst;
        double b = second[i] - meanSecond;
        second2 += a * b;
        third += a * b * (a + b) / 2;
        count++;
      }
    }
    double variance = second2 / count;
    return variance > 0 ? third / count / Math.pow(variance, 1.5) : Double.NaN;
  }

  private double mean(float[] map, double radius) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < map.length; i++) {
      if (within(i, radius)) {
        sum += map[i];
        count++;
      }
    }
    return sum / count;
  }

  private boolean within(int voxel, double radius) {
    int x = voxel % box - box / 2;
    int y = voxel / box % box - box / 2;
    int z = voxel / box / box - box / 2;
    return x * x + y * y + z * z <= radius * radius;
  }
}
