package org.cryodrgn.core.fourier;

/** What every centred transform asks of a box. */
final class Boxes {

  private Boxes() {}

  /** The box size, if it is even and above zero: the origin lies on pixel D/2. */
  static int requireEven(int box) {
    if (box < 2 || box % 2 != 0) {
      throw new IllegalArgumentException("the box size must be even, not " + box);
    }
    return box;
  }
}
