package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;

/**
 * Folds a chain of residues into an ellipsoid: a walk with the stride of a protein's backbone that
 * keeps its heading where it can, turns where it would leave the ellipsoid, and keeps clear of
 * where it has been.
 */
final class ChainBuilder {

  /** Å between neighbours of the chain, as between the alpha carbons of a protein. */
  private static final double STRIDE = 3.8;

  /** Å that other residues keep from one another where there is room. */
  private static final double CLEARANCE = 4.5;

  /** Å^3 of one residue in a folded protein. */
  private static final double VOLUME = 135;

  private static final int TRIES = 40;

  private ChainBuilder() {}

  /**
   * The semi-axes in Å of an ellipsoid that holds so many residues.
   *
   * @param proportions relative lengths of the three semi-axes
   */
  static double[] semiAxes(int residues, double... proportions) {
    double product = proportions[0] * proportions[1] * proportions[2];
    double scale = Math.cbrt(residues * VOLUME * 3 / (4 * Math.PI * product));
    return new double[] {scale * proportions[0], scale * proportions[1], scale * proportions[2]};
  }

  /**
   * A chain within the ellipsoid about the origin whose semi-axes lie along x, y, z.
   *
   * @return residues x 3, Å
   */
  static double[] fold(SplittableRandom random, int residues, double[] semiAxes) {
    double[] chain = new double[residues * 3];
    double[] heading = direction(random);
    for (int i = 1; i < residues; i++) {
      double best = Double.NEGATIVE_INFINITY;
      double[] chosen = heading;
      for (int t = 0; t < TRIES && best < CLEARANCE; t++) {
        double[] candidate = turned(random, heading, 3.0 * t / TRIES + 0.3);
        double clearance = clearance(chain, i, candidate, semiAxes);
        if (clearance > best) {
          best = clearance;
          chosen = candidate;
        }
      }
      heading = chosen;
      for (int a = 0; a < 3; a++) {
        chain[3 * i + a] = chain[3 * i - 3 + a] + STRIDE * heading[a];
      }
    }
    return chain;
  }

  /** A direction drawn uniformly from the sphere. */
  static double[] direction(SplittableRandom random) {
    double z = 2 * random.nextDouble() - 1;
    double azimuth = 2 * Math.PI * random.nextDouble();
    double r = Math.sqrt(1 - z * z);
    return new double[] {r * Math.cos(azimuth), r * Math.sin(azimuth), z};
  }

  private static double[] turned(SplittableRandom random, double[] heading, double by) {
    double[] turned = direction(random);
    double norm = 0;
    for (int a = 0; a < 3; a++) {
      turned[a] = heading[a] + by * turned[a];
      norm += turned[a] * turned[a];
    }
    for (int a = 0; a < 3; a++) {
      turned[a] /= Math.sqrt(norm);
    }
    return turned;
  }

  /**
   * How far the next residue would be from those before its neighbour; below zero by how far it
   * would lie outside, so that a walk that cannot stay inside turns back at once.
   */
  private static double clearance(double[] chain, int next, double[] heading, double[] semiAxes) {
    double[] p = new double[3];
    double inside = 0;
    for (int a = 0; a < 3; a++) {
      p[a] = chain[3 * next - 3 + a] + STRIDE * heading[a];
      inside += p[a] * p[a] / (semiAxes[a] * semiAxes[a]);
    }
    if (inside > 1) {
      return -inside;
    }
    double nearest = Double.MAX_VALUE;
    for (int j = 0; j < next - 1; j++) {
      double dx = p[0] - chain[3 * j];
      double dy = p[1] - chain[3 * j + 1];
      double dz = p[2] - chain[3 * j + 2];
      nearest = Math.min(nearest, dx * dx + dy * dy + dz * dz);
    }
    return Math.sqrt(nearest);
  }
}
