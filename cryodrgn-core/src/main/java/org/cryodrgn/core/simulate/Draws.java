package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;

/**
 * Random streams that are functions of (seed, purpose, index), so that a particle is the same
 * whichever thread makes it and however many particles there are.
 */
final class Draws {

  /** What a stream is drawn for. */
  enum Purpose {
    MOLECULE,
    MICROGRAPH,
    PARTICLE,
    NOISE,
    IDENTIFIER
  }

  private Draws() {}

  static SplittableRandom stream(long seed, Purpose purpose, long index) {
    return new SplittableRandom(mix(mix(mix(seed) + purpose.ordinal()) + index));
  }

  /** Spreads neighbouring numbers over all 64 bits (the finaliser of MurmurHash3). */
  private static long mix(long value) {
    long v = value + 0x9E3779B97F4A7C15L;
    v = (v ^ (v >>> 33)) * 0xFF51AFD7ED558CCDL;
    v = (v ^ (v >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return v ^ (v >>> 33);
  }
}
