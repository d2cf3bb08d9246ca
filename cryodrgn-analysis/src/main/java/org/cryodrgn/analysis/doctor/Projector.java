package org.cryodrgn.analysis.doctor;

import org.cryodrgn.core.fourier.Hartley;

/** Central slices of a map's Hartley transform, by linear interpolation. */
final class Projector {

  private final int box;
  private final float[] transform;
  private final float[] x;
  private final float[] y;

  /**
   * @param map D x D x D, z slowest
   * @param mask points of the symmetric (D+1) x (D+1) lattice, row-major indices, all within a
   *     radius of D/2 - 2 pixels
   */
  Projector(float[] map, int box, int[] mask, int threads) {
    this.box = box;
    transform = map.clone();
    Hartley.forward3(transform, box, threads);
    x = new float[mask.length];
    y = new float[mask.length];
    for (int k = 0; k < mask.length; k++) {
      x[k] = mask[k] % (box + 1) - box / 2;
      y[k] = mask[k] / (box + 1) - box / 2;
    }
  }

  /**
   * The slice of one particle.
   *
   * @param rotations N x 3 x 3, row-major
   * @param slice filled with the Hartley values at the mask's points
   */
  void project(double[] rotations, int particle, float[] slice) {
    int r = 9 * particle;
    float xx = (float) rotations[r];
    float xy = (float) rotations[r + 1];
    float xz = (float) rotations[r + 2];
    float yx = (float) rotations[r + 3];
    float yy = (float) rotations[r + 4];
    float yz = (float) rotations[r + 5];
    float half = box / 2;
    for (int k = 0; k < slice.length; k++) {
      float px = x[k] * xx + y[k] * yx + half;
      float py = x[k] * xy + y[k] * yy + half;
      float pz = x[k] * xz + y[k] * yz + half;
      int ix = (int) px;
      int iy = (int) py;
      int iz = (int) pz;
      float dx = px - ix;
      float dy = py - iy;
      int at = (iz * box + iy) * box + ix;
      float near = plane(at, dx, dy);
      slice[k] = near + (pz - iz) * (plane(at + box * box, dx, dy) - near);
    }
  }

  private float plane(int at, float dx, float dy) {
    float low = transform[at] + dx * (transform[at + 1] - transform[at]);
    int next = at + box;
    float high = transform[next] + dx * (transform[next + 1] - transform[next]);
    return low + dy * (high - low);
  }
}
