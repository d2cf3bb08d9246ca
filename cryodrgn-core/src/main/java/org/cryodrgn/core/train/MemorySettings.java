package org.cryodrgn.core.train;

/**
 * What is asked for about a run's memory.
 *
 * @param limit bytes that the run may take; 0 for a share of what the machine gives
 * @param lazy whether images are read again in every epoch although they may fit
 * @param precision of images in memory; null for float32, or float16 where only that fits
 * @param window particles that images read again are shuffled in; 0 for all, read one by one; null
 *     for as many as fit
 */
public record MemorySettings(long limit, boolean lazy, ImagePrecision precision, Integer window) {

  /** Everything as the machine allows it. */
  public static final MemorySettings DEFAULT = new MemorySettings(0, false, null, null);
}
