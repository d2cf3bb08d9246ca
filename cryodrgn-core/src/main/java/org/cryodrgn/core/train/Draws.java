package org.cryodrgn.core.train;

import java.util.SplittableRandom;

/**
 * Every random number of a run as a function of (seed, purpose, epoch, step), so that a resumed run
 * draws what the uninterrupted one would have drawn.
 */
final class Draws {

  private static final long ORDER = 1;
  private static final long NOISE = 2;
  private static final long WINDOW = 3;
  private static final long LATENTS = 4;
  private static final long POINTS = 5;

  private Draws() {}

  /** The order of the particles in an epoch, uniform over permutations (Fisher-Yates). */
  static int[] order(long seed, int epoch, int particles) {
    SplittableRandom random = generator(seed, ORDER, epoch, 0);
    int[] order = new int[particles];
    for (int i = 0; i < particles; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Permutes a part of an order, uniform over permutations: that of a window of an epoch. */
  static void permute(long seed, int epoch, int window, int[] order, int from, int to) {
    SplittableRandom random = generator(seed, WINDOW, epoch, window);
    for (int i = from + 1; i < to; i++) {
      int j = from + random.nextInt(i - from + 1);
      int here = order[i];
      order[i] = order[j];
      order[j] = here;
    }
  }

  /** Standard normal values for a step. */
  static void noise(long seed, int epoch, int step, float[] values, int count) {
    SplittableRandom random = generator(seed, NOISE, epoch, step);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /** Standard normal values for the latents to begin with. */
  static void latents(long seed, float[] values) {
    SplittableRandom random = generator(seed, LATENTS, 0, 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /** What decides which points of its slices a batch looks at. */
  static SplittableRandom points(long seed, int epoch, int firstParticle) {
    return generator(seed, POINTS, epoch, firstParticle);
  }

  private static SplittableRandom generator(long seed, long purpose, long epoch, long step) {
    long state = mix(seed);
    state = mix(state ^ purpose);
    state = mix(state ^ epoch);
    return new SplittableRandom(mix(state ^ step));
  }

  /** The finaliser of SplitMix64 (Steele et al., OOPSLA 2014), with its increment. */
  private static long mix(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
