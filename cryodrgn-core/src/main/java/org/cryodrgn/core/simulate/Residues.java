package org.cryodrgn.core.simulate;

/**
 * Gaussian residues in one conformation: positions in Å about the origin of the volume, and
 * weights. The first {@link #count} entries hold; the arrays are reused from one conformation to
 * the next.
 */
final class Residues {

  final float[] x;
  final float[] y;
  final float[] z;
  final float[] weight;
  int count;

  Residues(int capacity) {
    x = new float[capacity];
    y = new float[capacity];
    z = new float[capacity];
    weight = new float[capacity];
  }

  void add(double px, double py, double pz, double w) {
    x[count] = (float) px;
    y[count] = (float) py;
    z[count] = (float) pz;
    weight[count] = (float) w;
    count++;
  }
}
