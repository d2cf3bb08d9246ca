package org.cryodrgn.core.train;

import java.util.Arrays;

/** A loss or a gradient that is not finite, before the weights have taken it. */
final class NotFiniteException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String what;
  private final transient int[] particles;

  /**
   * @param what is not finite, and where
   * @param particles that are to blame, at least one
   */
  NotFiniteException(String what, int[] particles) {
    super(what + "; particles " + Arrays.toString(particles));
    this.what = what;
    this.particles = particles;
  }

  /** What is not finite, and where, without the numbers of the particles. */
  String what() {
    return what;
  }

  /** The particles that are to blame. */
  int[] particles() {
    return particles;
  }
}
