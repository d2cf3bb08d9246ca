package org.cryodrgn.core.model;

/** How images become latents. */
public enum EncoderKind {
  /** Multilayer perceptron whose layers add their input ({@code --encode-mode resid}). */
  RESIDUAL,
  /** Multilayer perceptron ({@code --encode-mode mlp}). */
  PERCEPTRON,
  /** Convolutions of the real image, of box 64 ({@code --encode-mode conv}). */
  CONVOLUTIONAL,
  /** Not at all: the decoder stands alone. */
  NONE
}
