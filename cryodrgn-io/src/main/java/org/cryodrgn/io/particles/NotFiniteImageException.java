package org.cryodrgn.io.particles;

import org.cryodrgn.io.DataException;

/** An image that holds NaN or infinite values. */
public final class NotFiniteImageException extends DataException {

  private static final long serialVersionUID = 1;

  private final int index;

  /**
   * @param image where it lies
   * @param index which of the stack it is
   */
  NotFiniteImageException(String image, int index) {
    super(
        image
            + ": the image holds NaN or infinite values."
            + " Leave it out with --ind, or extract it again.");
    this.index = index;
  }

  private NotFiniteImageException(NotFiniteImageException other, int index) {
    super(other.getMessage(), other);
    this.index = index;
  }

  /** The same of a stack that the image has another index in. */
  NotFiniteImageException at(int otherIndex) {
    return new NotFiniteImageException(this, otherIndex);
  }

  /** Which image of the stack that was read from. */
  public int index() {
    return index;
  }
}
