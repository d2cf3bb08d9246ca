package org.cryodrgn.io.particles;

import java.nio.file.Path;
import java.util.List;
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

  /** The pixel size in Å, if the files tell one above zero, the same for all images. */
  OptionalDouble pixelSize();

  /** The pixel size of image {@code index} in Å, as the files tell it; 0 if they do not. */
  double pixelSizeOf(int index);

  /**
   * Reads images in any order, with repeats allowed. Runs that lie together in one file are read
   * together, and a file that holds several of them is opened once.
   *
   * @param indices which images
   * @param images where to put them: {@code indices.length x D x D}, row-major (y slow, x fast),
   *     from element 0 on
   * @throws org.cryodrgn.io.DataException if a file is short or gone, or an image holds NaN or
   *     infinite values
   */
  void read(int[] indices, float[] images);

  /** Where image {@code index} lies, for messages: "p.star, row 12 (000012@Extract/mic1.mrcs)". */
  String describe(int index);

  /** The MRC files that hold the images, each once. A selection may use a part of them only. */
  List<Path> files();

  /** Which of {@link #files()} holds image {@code index}. */
  int fileOf(int index);

  /** Which section, from 0, of its file image {@code index} is. */
  int sectionOf(int index);

  /** Lets go of the files. */
  @Override
  void close();
}
