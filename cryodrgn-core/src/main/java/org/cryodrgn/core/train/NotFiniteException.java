package org.cryodrgn.core.train;

import java.util.Arrays;
import org.cryodrgn.core.dataset.ParticleSelection;

/** A loss or a gradient that is not finite, before the weights have taken it. */
final class NotFiniteException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String what;
  private final transient int[] particles;

  /**
   * @param what is not finite, and where
   * @param particles that are to blame, at least one
   * @param selection whose they are; the message counts them as its stack does
   */
  NotFiniteException(String what, int[] particles, ParticleSelection selection) {
    super(what + "; particles " + Arrays.toString(selection.inStack(particles)));
    this.what = what;
    this.particles = particles;
  }

  /** What is not finite, and where, without the numbers of the particles. */
  String what() {
    return what;
  }

  /** The particles that are to blame, as the run counts them. */
  int[] particles() {
    return particles;
  }
}
