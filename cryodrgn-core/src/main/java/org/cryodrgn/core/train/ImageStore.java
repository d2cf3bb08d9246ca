package org.cryodrgn.core.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.HalfFloat;

/**
 * Places for the kept pixels of images, outside the Java heap: they take what they take, and no
 * garbage collection moves them. Different places may be used by different threads at a time.
 */
final class ImageStore {

  private static final long LARGEST_PIECE = 1 << 28;

  private final ImagePrecision precision;
  private final int pixels;
  private final int placesOfPiece;
  private final ByteBuffer[] pieces;

  /**
   * @param precision how a value is held
   * @param places how many images
   * @param pixels values of an image
   * @throws DataException if the JVM may not have so much memory
   */
  ImageStore(ImagePrecision precision, int places, int pixels) {
    this(precision, places, pixels, LARGEST_PIECE);
  }

  /**
   * @param largestPiece bytes that are allocated at a time at most, if an image takes no more
   */
  ImageStore(ImagePrecision precision, int places, int pixels, long largestPiece) {
    this.precision = precision;
    this.pixels = pixels;
    int imageBytes = pixels * precision.bytes();
    placesOfPiece = (int) Math.max(1, largestPiece / imageBytes);
    pieces = new ByteBuffer[(places + placesOfPiece - 1) / placesOfPiece];
    try {
      for (int i = 0; i < pieces.length; i++) {
        int here = Math.min(placesOfPiece, places - i * placesOfPiece);
        pieces[i] = ByteBuffer.allocateDirect(here * imageBytes).order(ByteOrder.nativeOrder());
      }
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "The JVM does not give %d MiB of memory for images. Lower --max-memory, or raise the JVM's limit with CRYODRGN_JAVA_OPTS=-XX:MaxDirectMemorySize=..."
              .formatted((long) places * imageBytes >> 20),
          e);
    }
  }

  /**
   * Puts an image into a place.
   *
   * @throws DataException if a value is too large for float16
   */
  void put(int place, float[] values, int from) {
    ByteBuffer piece = pieces[place / placesOfPiece];
    int first = place % placesOfPiece * pixels;
    if (precision == ImagePrecision.FLOAT32) {
      piece.asFloatBuffer().put(first, values, from, pixels);
      return;
    }
    for (int i = 0; i < pixels; i++) {
      short half = HalfFloat.fromFloat(values[from + i]);
      if ((half & 0x7C00) == 0x7C00) {
        throw new DataException(
            "A Hartley value of %s is beyond float16: the images' scales differ very much. Use --cache-dtype float32, or normalise the images."
                .formatted(values[from + i]));
      }
      piece.putShort((first + i) * Short.BYTES, half);
    }
  }

  /** Gets the image of a place. */
  void get(int place, float[] values, int to) {
    ByteBuffer piece = pieces[place / placesOfPiece];
    int first = place % placesOfPiece * pixels;
    if (precision == ImagePrecision.FLOAT32) {
      piece.asFloatBuffer().get(first, values, to, pixels);
      return;
    }
    for (int i = 0; i < pixels; i++) {
      values[to + i] = HalfFloat.toFloat(piece.getShort((first + i) * Short.BYTES));
    }
  }
}
