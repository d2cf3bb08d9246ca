package org.cryodrgn.core.train;

/** How the values of images in memory are held. */
public enum ImagePrecision {
  /** As they are computed. */
  FLOAT32(4),
  /** Rounded to 11 bits: half the memory, a relative change of 2^-11 at most. */
  FLOAT16(2);

  private final int bytes;

  ImagePrecision(int bytes) {
    this.bytes = bytes;
  }

  /** The bytes of one value. */
  public int bytes() {
    return bytes;
  }
}
