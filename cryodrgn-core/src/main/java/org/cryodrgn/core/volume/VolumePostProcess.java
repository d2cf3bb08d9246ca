package org.cryodrgn.core.volume;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cryodrgn.core.fourier.FourierCrop;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.parallel.Workers;

/**
 * What is done to a decoded volume before it is written, in this order: mirror, sign, low-pass,
 * crop. Volumes are D x D x D, z slowest, D even.
 *
 * @param flip whether to mirror along z, which changes the handedness
 * @param invert whether to turn the sign
 * @param lowPass the resolution in Å beyond which nothing is kept
 * @param crop the box size to cut out of the middle, even
 */
public record VolumePostProcess(
    boolean flip, boolean invert, OptionalDouble lowPass, OptionalInt crop) {

  /** Leaves a volume as it is. */
  public static final VolumePostProcess NONE =
      new VolumePostProcess(false, false, OptionalDouble.empty(), OptionalInt.empty());

  /**
   * Applies the steps that were chosen. The volume given is used as work space.
   *
   * @param pixelSize Å, for the low-pass
   * @return the volume, of box {@link #box(int)}
   */
  public float[] apply(float[] volume, int box, double pixelSize, int threads) {
    if (flip) {
      flip(volume, box);
    }
    if (invert) {
      invert(volume);
    }
    if (lowPass.isPresent()) {
      lowPass(volume, box, pixelSize / lowPass.getAsDouble(), threads);
    }
    return crop.isPresent() ? FourierCrop.centre(volume, box, crop.getAsInt()) : volume;
  }

  /** The box size after the crop. */
  public int box(int box) {
    return crop.orElse(box);
  }

  /** Where the first voxel lies, Å on each axis, so that a cropped volume stays in its place. */
  public double origin(int box, double pixelSize) {
    return (box - box(box)) / 2 * pixelSize;
  }

  /** Mirrors along z, in place. */
  public static void flip(float[] volume, int box) {
    int plane = box * box;
    float[] kept = new float[plane];
    for (int z = 0; z < box / 2; z++) {
      int near = z * plane;
      int far = (box - 1 - z) * plane;
      System.arraycopy(volume, near, kept, 0, plane);
      System.arraycopy(volume, far, volume, near, plane);
      System.arraycopy(kept, 0, volume, far, plane);
    }
  }

  /** Turns the sign, in place. */
  public static void invert(float[] volume) {
    for (int i = 0; i < volume.length; i++) {
      volume[i] = -volume[i];
    }
  }

  /**
   * Keeps the frequencies up to a radius, in place.
   *
   * @param cutoff cycles a voxel
   */
  public static void lowPass(float[] volume, int box, double cutoff, int threads) {
    Hartley.forward3(volume, box, threads);
    // Squared in float32 as cryoDRGN does, so that shells on the cutoff fall on the same side.
    float limit = (float) (cutoff * cutoff);
    float step = 1f / box;
    float[] squares = new float[box];
    for (int i = 0; i < box; i++) {
      float frequency = (i - box / 2) * step;
      squares[i] = frequency * frequency;
    }
    Workers.run(
        box,
        threads,
        () ->
            z -> {
              for (int y = 0; y < box; y++) {
                int row = (z * box + y) * box;
                for (int x = 0; x < box; x++) {
                  if (squares[x] + squares[y] + squares[z] > limit) {
                    volume[row + x] = 0;
                  }
                }
              }
            });
    Hartley.inverse3(volume, box, threads);
  }
}
