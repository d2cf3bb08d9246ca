package org.cryodrgn.analysis.latent;

import java.util.stream.IntStream;

/**
 * Runs work over [0, n) in blocks of a fixed size on the JVM's common pool. As the blocks do not
 * depend on the number of threads, sums taken per block and added in the order of the blocks do not
 * either.
 */
final class Blocks {
  private Blocks() {}

  /** Work on the items [from, to), the {@code block}-th block. */
  @FunctionalInterface
  interface Work {
    void run(int block, int from, int to);
  }

  static int count(int n, int size) {
    return (int) (((long) n + size - 1) / size);
  }

  static void run(int n, int size, Work work) {
    int blocks = count(n, size);
    IntStream all = IntStream.range(0, blocks);
    (blocks > 1 ? all.parallel() : all)
        .forEach(b -> work.run(b, b * size, (int) Math.min(n, (b + 1L) * size)));
  }
}
