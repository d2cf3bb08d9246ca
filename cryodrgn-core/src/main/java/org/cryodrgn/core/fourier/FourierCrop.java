package org.cryodrgn.core.fourier;

import org.cryodrgn.core.parallel.Workers;

/**
 * Down-sampling by keeping the central frequencies. The sum over all pixels is kept, so values grow
 * by (D/d) squared for images and cubed for volumes, and what lies on {@link #origin} comes to lie
 * on pixel d/2, as cryoDRGN's {@code downsample} has it.
 */
public final class FourierCrop {

  private FourierCrop() {}

  /**
   * The origin of a box that is made smaller, along each axis: D/2, and in an odd box the pixel
   * after the middle.
   */
  public static int origin(int box) {
    return (box + 1) / 2;
  }

  /**
   * Down-samples images.
   *
   * @param images {@code count x D x D}, row-major
   * @param box the box size D
   * @param newBox the new box size d, at most D
   * @param cropped where to put {@code count x d x d} values
   */
  public static void images(
      float[] images, int count, int box, int newBox, float[] cropped, int threads) {
    requireSmaller(box, newBox);
    Workers.run(
        count,
        threads,
        () -> {
          Hartley2d large = new Hartley2d(box, origin(box));
          Hartley2d small = new Hartley2d(newBox);
          float[] centre = new float[newBox * newBox];
          return i -> {
            large.forwardCentre(images, i * box * box, newBox, centre);
            small.inverse(centre, 0, cropped, i * newBox * newBox);
          };
        });
  }

  /**
   * Down-samples a volume, whose values are overwritten.
   *
   * @param volume D x D x D, z slowest
   * @return d x d x d
   */
  public static float[] volume(float[] volume, int box, int newBox, int threads) {
    requireSmaller(box, newBox);
    Hartley3d.transform(volume, box, origin(box), 1f, threads);
    float[] cropped = centre(volume, box, newBox);
    Hartley.inverse3(cropped, newBox, threads);
    return cropped;
  }

  /** The central d x d x d voxels of a D x D x D array: voxel D/2 becomes d/2. */
  public static float[] centre(float[] volume, int box, int newBox) {
    requireSmaller(box, newBox);
    int start = box / 2 - newBox / 2;
    float[] centre = new float[Math.toIntExact((long) newBox * newBox * newBox)];
    for (int z = 0; z < newBox; z++) {
      for (int y = 0; y < newBox; y++) {
        System.arraycopy(
            volume,
            ((z + start) * box + y + start) * box + start,
            centre,
            (z * newBox + y) * newBox,
            newBox);
      }
    }
    return centre;
  }

  private static void requireSmaller(int box, int newBox) {
    if (newBox > box) {
      throw new IllegalArgumentException("box " + newBox + " is larger than box " + box);
    }
  }
}
