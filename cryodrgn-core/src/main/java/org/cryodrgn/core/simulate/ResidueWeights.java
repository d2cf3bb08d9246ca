package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;

/** How strongly residues scatter: as different as side chains are, about 1 on average. */
final class ResidueWeights {

  private ResidueWeights() {}

  static double[] draw(SplittableRandom random, int residues) {
    double[] weights = new double[residues];
    for (int i = 0; i < residues; i++) {
      weights[i] = 0.5 + random.nextDouble();
    }
    return weights;
  }
}
