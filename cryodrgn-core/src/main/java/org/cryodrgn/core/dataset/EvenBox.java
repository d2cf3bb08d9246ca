package org.cryodrgn.core.dataset;

import org.cryodrgn.io.DataException;
import org.cryodrgn.io.particles.ParticleStack;

/** What networks and back projection ask of images: their lattice has a pixel more than the box. */
public final class EvenBox {

  private EvenBox() {}

  /**
   * The same images.
   *
   * @throws DataException if their box is odd
   */
  public static ParticleStack require(ParticleStack stack) {
    if (stack.box() % 2 != 0) {
      throw DataException.at(
          stack.files().get(0),
          "byte 0",
          "its box of " + stack.box() + " pixels is odd",
          "Extract the particles in an even box, or bring them to one with downsample -D");
    }
    return stack;
  }
}
