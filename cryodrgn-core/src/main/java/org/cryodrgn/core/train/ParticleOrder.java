package org.cryodrgn.core.train;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The order in which particles are gone through, and where its windows begin. That of an epoch is a
 * function of (seed, epoch, particles, shuffle) alone, so a position in it tells where an epoch
 * stands.
 */
final class ParticleOrder {

  private final int[] particles;
  private final int[] starts;
  private final BitSet leftOut;

  private ParticleOrder(int[] particles, int[] starts) {
    this(particles, starts, new BitSet());
  }

  private ParticleOrder(int[] particles, int[] starts, BitSet leftOut) {
    this.particles = particles;
    this.starts = starts;
    this.leftOut = leftOut;
  }

  /** Particles as they lie in the stack. */
  static ParticleOrder sequential(int particles) {
    int[] order = new int[particles];
    Arrays.setAll(order, i -> i);
    return new ParticleOrder(order, new int[] {0, particles});
  }

  /**
   * The order of an epoch.
   *
   * @param seed of the order
   * @param epoch counted from 1
   * @param particles how many
   * @param shuffle over what
   */
  static ParticleOrder of(long seed, int epoch, int particles, Shuffle shuffle) {
    int windows = shuffle.windows(particles);
    if (windows == 1) {
      return new ParticleOrder(Draws.order(seed, epoch, particles), new int[] {0, particles});
    }
    int[] blocks = Draws.order(seed, epoch, shuffle.blocks(particles));
    int[] order = new int[particles];
    int[] starts = new int[windows + 1];
    int next = 0;
    for (int window = 0; window < windows; window++) {
      int from = (int) ((long) blocks.length * window / windows);
      int to = (int) ((long) blocks.length * (window + 1) / windows);
      for (int i = from; i < to; i++) {
        int first = blocks[i] * shuffle.block();
        int last = (int) Math.min(particles, (long) first + shuffle.block());
        for (int particle = first; particle < last; particle++) {
          order[next++] = particle;
        }
      }
      starts[window + 1] = next;
      Draws.permute(seed, epoch, window, order, starts[window], next);
    }
    return new ParticleOrder(order, starts);
  }

  /** The same order and positions without some particles. */
  ParticleOrder without(BitSet particlesLeftOut) {
    return new ParticleOrder(particles, starts, particlesLeftOut);
  }

  /** The number of positions. */
  int size() {
    return particles.length;
  }

  /** The particle of a position, whether left out or not. */
  int at(int position) {
    return particles[position];
  }

  /** The particles of some positions, but for those left out. */
  int[] slice(int from, int to) {
    int[] all = Arrays.copyOfRange(particles, from, to);
    return leftOut.isEmpty()
        ? all
        : Arrays.stream(all).filter(particle -> !leftOut.get(particle)).toArray();
  }

  /** The number of windows. */
  int windows() {
    return starts.length - 1;
  }

  /** Where a window begins; that of the number of windows: where the last ends. */
  int start(int window) {
    return starts[window];
  }

  /** The window of a position. */
  int windowAt(int position) {
    int found = Arrays.binarySearch(starts, position);
    return found >= 0 ? found : -found - 2;
  }
}
