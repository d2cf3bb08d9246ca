package org.cryodrgn.core.backproject;

import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.io.DataException;

/**
 * The symmetric (D+1)^3 grid that Hartley values of central slices are spread on. Each value goes
 * to the eight grid points around it with the weight 1 - distance (in grid steps, never below 0);
 * per point the weighted values and the weights are summed.
 *
 * <p>Slices come as the first half of a point symmetric mask: the mirror point -k has the mirror
 * weights. A grid is filled in bands of |z| by several threads, each of which owns the points of
 * its band, so the sums depend on the order of the slices alone.
 */
final class FourierGrid {

  private final int box;
  private final int side;
  private final float[] x;
  private final float[] y;

  /** Value sum and weight sum of each point, side by side: they are always used together. */
  private final float[] sums;

  /**
   * @param box the box size D of the images, even
   * @param x lattice coordinates of the first half of the slices' mask, grid steps
   * @param y likewise
   */
  FourierGrid(int box, float[] x, float[] y) {
    this.box = box;
    this.side = box + 1;
    this.x = x;
    this.y = y;
    long length = 2L * side * side * side;
    if (length > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "images of box "
              + box
              + " are too large for one grid, 1022 is the largest. Downsample them.");
    }
    this.sums = new float[(int) length];
  }

  /**
   * Adds one slice to a band.
   *
   * @param rotations N x 3 x 3, row-major
   * @param particle which of the rotations is the slice's
   * @param values images x points of the whole mask: Hartley values, already multiplied by their
   *     weight; the mirror of the k-th is the k-th from the end
   * @param weights images x points of the first half of the mask
   * @param image which of the images the slice is
   * @param low the lowest |z| of the band
   * @param high the first |z| beyond the band, at most D/2 + 1
   */
  void addSlice(
      double[] rotations,
      int particle,
      float[] values,
      float[] weights,
      int image,
      int low,
      int high) {
    int rotation = 9 * particle;
    float xx = (float) rotations[rotation];
    float xy = (float) rotations[rotation + 1];
    float xz = (float) rotations[rotation + 2];
    float yx = (float) rotations[rotation + 3];
    float yy = (float) rotations[rotation + 4];
    float yz = (float) rotations[rotation + 5];
    int firstWeight = image * x.length;
    int firstValue = 2 * firstWeight;
    int lastValue = firstValue + 2 * x.length - 1;
    for (int k = 0; k < x.length; k++) {
      float pz = x[k] * xz + y[k] * yz;
      boolean mirrored = pz < 0;
      pz = Math.abs(pz);
      int floor = (int) pz;
      if (floor >= high || floor + 1 < low) {
        continue;
      }
      float px = x[k] * xx + y[k] * yx;
      float py = x[k] * xy + y[k] * yy;
      float here = values[firstValue + k];
      float there = values[lastValue - k];
      if (mirrored) {
        spread(-px, -py, pz, floor, there, here, weights[firstWeight + k], low, high);
      } else {
        spread(px, py, pz, floor, here, there, weights[firstWeight + k], low, high);
      }
    }
  }

  /** Spreads the value at (x, y, z >= 0) and the one at its mirror. */
  private void spread(
      float x,
      float y,
      float z,
      int floorZ,
      float value,
      float mirror,
      float weight,
      int low,
      int high) {
    int half = box / 2;
    int floorX = (int) Math.floor(x);
    int floorY = (int) Math.floor(y);
    int last = 2 * (side * side * side - 1);
    for (int iz = Math.max(floorZ, low); iz <= floorZ + 1 && iz < high; iz++) {
      float dz = iz - z;
      for (int iy = Math.max(floorY, -half); iy <= floorY + 1 && iy <= half; iy++) {
        float dy = iy - y;
        float dyz = dy * dy + dz * dz;
        int row = ((iz + half) * side + iy + half) * side + half;
        for (int ix = Math.max(floorX, -half); ix <= floorX + 1 && ix <= half; ix++) {
          float dx = ix - x;
          float nearness = 1 - (float) Math.sqrt(dx * dx + dyz);
          if (nearness > 0) {
            int at = 2 * (row + ix);
            sums[at] += nearness * value;
            sums[at + 1] += nearness * weight;
            sums[last - at] += nearness * mirror;
            sums[last - at + 1] += nearness * weight;
          }
        }
      }
    }
  }

  /** Adds what another grid of the same box has gathered. */
  void add(FourierGrid other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
  }

  /** The sums of weighted values, (D+1)^3, z slowest. */
  float[] values() {
    float[] values = new float[sums.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = sums[2 * i];
    }
    return values;
  }

  /** The sums of weights, (D+1)^3, z slowest; 1 where nothing was put, as cryoDRGN has it. */
  float[] weights() {
    float[] weights = new float[sums.length / 2];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(i);
    }
    return weights;
  }

  /**
   * The map: values over regularised weights, transformed back.
   *
   * @param regularisation how many times the mean weight is added to each weight; the weights are
   *     then scaled back to their mean
   * @return D x D x D, z slowest
   */
  float[] reconstruct(double regularisation, int threads) {
    double mean = 0;
    for (int i = 0; i < sums.length / 2; i++) {
      mean += weight(i);
    }
    mean /= sums.length / 2;
    double scale = 1 / (1 + regularisation);
    double added = regularisation * mean;
    float[] map = new float[Math.toIntExact((long) box * box * box)];
    for (int z = 0; z < box; z++) {
      for (int y = 0; y < box; y++) {
        int from = (z * side + y) * side;
        int to = (z * box + y) * box;
        for (int x = 0; x < box; x++) {
          map[to + x] = (float) (sums[2 * (from + x)] / ((weight(from + x) + added) * scale));
        }
      }
    }
    Hartley.inverse3(map, box, threads);
    return map;
  }

  private float weight(int point) {
    float weight = sums[2 * point + 1];
    return weight == 0 ? 1 : weight;
  }
}
