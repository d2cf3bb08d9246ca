package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;

/**
 * A core with domains that bind one after another: states grow from the bare core by adding one
 * domain to an earlier state. The latent value is the number of the state; the states are unequally
 * populated.
 */
final class AssemblyMolecule implements SyntheticMolecule {

  private static final int CORE = 500;
  private static final int DOMAIN = 120;
  private static final int DOMAINS = 5;

  /** The most states that can be asked for; a path of growth exists to each of them. */
  static final int MOST_STATES = 12;

  private final double[] core;
  private final double[] coreWeights;
  private final double[][] domains = new double[DOMAINS][];
  private final double[][] domainWeights = new double[DOMAINS][];

  /** For each state the domains that are bound, one bit each. */
  private final int[] bound;

  /** For each state the share of particles in it and the states before it. */
  private final double[] cumulative;

  AssemblyMolecule(SplittableRandom random, int states) {
    double[] coreAxes = ChainBuilder.semiAxes(CORE, 0.9, 1.0, 1.15);
    core = ChainBuilder.fold(random, CORE, coreAxes);
    coreWeights = ResidueWeights.draw(random, CORE);
    double[] axes = ChainBuilder.semiAxes(DOMAIN, 0.85, 1.0, 1.2);
    double[][] sites = sites(random);
    for (int d = 0; d < DOMAINS; d++) {
      domains[d] = ChainBuilder.fold(random, DOMAIN, axes);
      domainWeights[d] = ResidueWeights.draw(random, DOMAIN);
      for (int i = 0; i < domains[d].length; i++) {
        domains[d][i] += sites[d][i % 3] * (coreAxes[i % 3] + 0.9 * axes[1]);
      }
    }
    bound = grow(random, states);
    cumulative = new double[states];
    double sum = 0;
    for (int s = 0; s < states; s++) {
      sum += 0.4 + random.nextDouble();
      cumulative[s] = sum;
    }
    for (int s = 0; s < states; s++) {
      cumulative[s] /= sum;
    }
  }

  /** Directions from the core, each the farthest of many from those before it. */
  private static double[][] sites(SplittableRandom random) {
    double[][] sites = new double[DOMAINS][];
    for (int d = 0; d < DOMAINS; d++) {
      double farthest = Double.MAX_VALUE;
      for (int t = 0; t < 50; t++) {
        double[] candidate = ChainBuilder.direction(random);
        double closest = -1;
        for (int e = 0; e < d; e++) {
          double cosine = 0;
          for (int a = 0; a < 3; a++) {
            cosine += candidate[a] * sites[e][a];
          }
          closest = Math.max(closest, cosine);
        }
        if (closest < farthest) {
          farthest = closest;
          sites[d] = candidate;
        }
      }
    }
    return sites;
  }

  private static int[] grow(SplittableRandom random, int states) {
    int[] bound = new int[states];
    int grown = 1;
    while (grown < states) {
      int next = bound[random.nextInt(grown)] | 1 << random.nextInt(DOMAINS);
      boolean isNew = true;
      for (int s = 0; s < grown; s++) {
        isNew &= bound[s] != next;
      }
      if (isNew) {
        bound[grown++] = next;
      }
    }
    return bound;
  }

  @Override
  public String name() {
    return "assembly";
  }

  @Override
  public String latentName() {
    return "state";
  }

  @Override
  public int capacity() {
    return CORE + DOMAINS * DOMAIN;
  }

  @Override
  public void place(double latent, Residues residues) {
    residues.count = 0;
    addAll(core, coreWeights, residues);
    for (int d = 0; d < DOMAINS; d++) {
      if ((bound[(int) latent] >> d & 1) == 1) {
        addAll(domains[d], domainWeights[d], residues);
      }
    }
  }

  private static void addAll(double[] chain, double[] weights, Residues residues) {
    for (int i = 0; i < weights.length; i++) {
      residues.add(chain[3 * i], chain[3 * i + 1], chain[3 * i + 2], weights[i]);
    }
  }

  @Override
  public double draw(SplittableRandom random) {
    double u = random.nextDouble();
    int state = 0;
    while (u >= cumulative[state]) {
      state++;
    }
    return state;
  }

  @Override
  public double[] representatives() {
    double[] states = new double[bound.length];
    for (int s = 0; s < states.length; s++) {
      states[s] = s;
    }
    return states;
  }
}
