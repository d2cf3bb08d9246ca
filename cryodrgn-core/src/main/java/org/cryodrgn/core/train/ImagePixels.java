package org.cryodrgn.core.train;

import java.util.Arrays;
import org.cryodrgn.core.lattice.Lattice;

/**
 * Which pixels of the (D+1) x (D+1) Hartley lattice are kept of every image, and who uses which of
 * them. All lists are in row-major order without or with the origin in the middle, so the i-th from
 * the start is the negative of the i-th from the end.
 */
public final class ImagePixels {

  private final int box;
  private final Lattice lattice;
  private final int[] stored;
  private final int[] masked;
  private final int[] encoder;

  /**
   * @param box box size D, even
   * @param encoderRadius radius in pixels of the encoder's mask, at most D/2; -1 for all pixels, 0
   *     for none
   */
  public ImagePixels(int box, int encoderRadius) {
    this.box = box;
    lattice = new Lattice(box + 1, 0.5);
    int[] circle = lattice.circularMask(box / 2);
    boolean whole = encoderRadius < 0;
    stored = whole ? lattice.pixels() : circle;
    masked = positions(circle);
    encoder = whole ? stored : positions(lattice.circularMask(encoderRadius));
  }

  /** The box size D. */
  public int box() {
    return box;
  }

  /** The lattice that the pixels are of. */
  public Lattice lattice() {
    return lattice;
  }

  /** The kept pixels: row-major indices into (D+1) x (D+1). */
  public int[] stored() {
    return stored;
  }

  /** The number of pixels kept of an image. */
  public int count() {
    return stored.length;
  }

  /** Positions, among the kept, of the pixels that the loss compares: radius D/2 without origin. */
  public int[] masked() {
    return masked;
  }

  /** Positions, among the kept, of the pixels that the encoder sees. */
  public int[] encoder() {
    return encoder;
  }

  private int[] positions(int[] pixels) {
    int[] positions = new int[pixels.length];
    Arrays.setAll(positions, i -> Arrays.binarySearch(stored, pixels[i]));
    return positions;
  }
}
