package org.cryodrgn.core.model;

import org.cryodrgn.core.device.Precision;

/**
 * How the gradients of a step are computed.
 *
 * @param precision of the decoder's products
 * @param lossScale factor of the loss on its way back through the decoder, so that small gradients
 *     do not vanish in float16; what comes out is divided by it again
 */
public record Arithmetic(Precision precision, double lossScale) {

  /** In float32 throughout. */
  public static final Arithmetic FLOAT32 = new Arithmetic(Precision.FLOAT32, 1);
}
