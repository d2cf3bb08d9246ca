package org.cryodrgn.core.model;

/** A decoder of a few hundred parameters, for tests of what does not depend on its shape. */
final class SmallDecoder {

  static final ModelSpec SPEC =
      new ModelSpec(
          8,
          0,
          0,
          EncoderKind.NONE,
          0,
          0,
          1,
          8,
          PositionalEncoding.Type.NONE,
          0,
          0,
          Domain.HARTLEY,
          Activation.RELU,
          0.5);

  private SmallDecoder() {}
}
