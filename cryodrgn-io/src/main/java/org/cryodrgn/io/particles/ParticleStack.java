package org.cryodrgn.io.particles;

import java.util.OptionalDouble;

/**
 * The particle images of a data set, whatever files hold them (.mrcs, .star, .cs, .txt). Images are
 * square, real, in the order of the file that was named; an index counts from 0.
 *
 * <p>Safe for use by several threads.
 */
public interface ParticleStack extends AutoCloseable {

  /** The number of images. */
  int size();

  /** The box size D in pixels: every image is D x D. */
  int box();

  /** The pixel size in Å, if the files tell one that is above zero. */
  OptionalDouble pixelSize();

  /**
   * Reads images in any order, with repeats allowed. Runs that lie together in one file are read
   * together.
   *
   * @param indices which images
   * @param images where to put them: {@code indices.length x D x D}, row-major (y slow, x fast),
   *     from element 0 on
   * @throws org.cryodrgn.io.DataException if a file is short, gone, or holds NaN-free data no more
   */
  void read(int[] indices, float[] images);

  /** Where image {@code index} lies, for messages: "row 12 (000012@Extract/mic1.mrcs)". */
  String describe(int index);

  /** Closes the files. */
  @Override
  void close();
}
