package org.cryodrgn.core.train;

/**
 * How the order of an epoch is drawn: over all particles, or over windows of them, so that only a
 * window's images need be at hand.
 *
 * <p>With windows, the particles are cut into blocks that follow each other in the stack; the
 * blocks are dealt to the windows in an order that is uniform over permutations, and the particles
 * of a window are permuted uniformly. Every particle comes once, and where in the epoch it comes
 * does not depend on its place in the stack. What is left of that place: two particles of one block
 * come within one window. In a batch of b, uniform but for that, {@code b (b - 1) / 2 x (block - 1)
 * / (window - 1)} pairs of one block are expected, instead of {@code b (b - 1) / 2 x (block - 1) /
 * (particles - 1)}.
 *
 * @param window particles of a window at most; 0 for one order over all
 * @param block particles of a block
 */
record Shuffle(int window, int block) {

  /** One order over all particles. */
  static final Shuffle UNIFORM = new Shuffle(0, 1);

  /** A shuffle of such windows; blocks are no longer than they. */
  Shuffle {
    if (window < 0 || block < 1) {
      throw new IllegalArgumentException("window " + window + ", block " + block);
    }
    block = window == 0 ? 1 : Math.min(block, window);
  }

  /** The number of windows of so many particles: of whole blocks, as even as can be. */
  int windows(int particles) {
    if (window == 0 || window >= particles) {
      return 1;
    }
    int blocks = blocks(particles);
    int blocksOfWindow = window / block;
    return (blocks + blocksOfWindow - 1) / blocksOfWindow;
  }

  int blocks(int particles) {
    return (particles + block - 1) / block;
  }
}
