package org.cryodrgn.analysis.selection;

import java.util.BitSet;
import java.util.stream.IntStream;
import smile.math.random.MersenneTwister;

/**
 * A random selection, the same as NumPy's {@code RandomState(seed).choice(n, k, replace=False)}
 * makes: the first k of a Fisher-Yates shuffle, from the back, by the 32-bit Mersenne Twister
 * (Matsumoto and Nishimura 1998), whose bounded integers are drawn under a mask of bits and drawn
 * again when too large.
 *
 * @param selected the particles, ascending
 * @param others all others, ascending
 */
public record RandomSelection(int[] selected, int[] others) {

  /** NumPy's seeds have 32 bits. */
  public static final long LARGEST_SEED = 0xFFFFFFFFL;

  /**
   * Draws a selection.
   *
   * @param particles the number of all particles
   * @param count how many to select, at most all
   * @param seed from 0 to {@link #LARGEST_SEED}
   */
  public static RandomSelection draw(int particles, int count, long seed) {
    // Commons Math's generator takes the upper half of the seeds for negative numbers.
    MersenneTwister random = new MersenneTwister((int) seed);
    int[] shuffled = IntStream.range(0, particles).toArray();
    for (int i = particles - 1; i > 0; i--) {
      int j = upTo(i, random);
      int kept = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = kept;
    }
    BitSet selected = new BitSet(particles);
    for (int i = 0; i < count; i++) {
      selected.set(shuffled[i]);
    }
    BitSet others = (BitSet) selected.clone();
    others.flip(0, particles);
    return new RandomSelection(selected.stream().toArray(), others.stream().toArray());
  }

  private static int upTo(int largest, MersenneTwister random) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
    int value = random.nextInt() & mask;
    while (value > largest) {
      value = random.nextInt() & mask;
    }
    return value;
  }
}
