package org.cryodrgn.core.model;

/** In which representation the decoder speaks. */
public enum Domain {
  /** Real and imaginary part of the Fourier coefficient; half a slice suffices. */
  FOURIER(2),
  /** The Hartley value; the whole slice is evaluated. */
  HARTLEY(1);

  private final int channels;

  Domain(int channels) {
    this.channels = channels;
  }

  /** Numbers that the decoder gives for one point. */
  public int channels() {
    return channels;
  }
}
