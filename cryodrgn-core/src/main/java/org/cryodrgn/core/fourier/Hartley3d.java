package org.cryodrgn.core.fourier;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.cryodrgn.core.parallel.Workers;

/**
 * The centred Hartley transform of D x D x D volumes, in place: three passes of one-dimensional
 * transforms give the kernel cas(a) cas(b) cas(c), and each element's mirrors turn it into cas(a +
 * b + c) (Hao and Bracewell, Proc. IEEE 75, 1987). Nothing of the volume's size is kept besides the
 * volume.
 */
final class Hartley3d {

  private Hartley3d() {}

  /**
   * Transforms and multiplies by {@code scale}; axes z, y, x, the transform's origin at (D/2, D/2,
   * D/2), D/2 rounded down.
   *
   * @param origin the place of the volume's origin along each axis; D/2 if D is even
   */
  static void transform(float[] volume, int box, int origin, float scale, int threads) {
    if ((long) box * box * box != volume.length) {
      throw new IllegalArgumentException(volume.length + " values are no volume of box " + box);
    }
    int plane = box * box;
    Supplier<Hartley1d> line = () -> new Hartley1d(box, origin);
    Workers.run(
        box, threads, () -> new Plane(volume, line.get(), box, box, true).startingEvery(plane));
    Workers.run(
        box, threads, () -> new Plane(volume, line.get(), box, plane, false).startingEvery(box));
    Workers.run(box / 2 + 1, threads, () -> z -> fold(volume, box, z, 0.5f * scale));
    if (box % 2 == 0) {
      Workers.run(box / 2, threads, () -> z -> swapHalves(volume, box, z));
    }
  }

  /** The rows that lie {@code stride} apart, as a plane that is transformed along its columns. */
  private static final class Plane {
    private final float[] volume;
    private final int box;
    private final int stride;
    private final boolean alongRows;
    private final Hartley1d line;
    private final float[] columns;

    Plane(float[] volume, Hartley1d line, int box, int stride, boolean alongRows) {
      this.volume = volume;
      this.box = box;
      this.stride = stride;
      this.alongRows = alongRows;
      this.line = line;
      this.columns = new float[box * box];
    }

    IntConsumer startingEvery(int step) {
      return task -> transform(task * step);
    }

    private void transform(int start) {
      for (int row = 0; row < box; row++) {
        int offset = start + row * stride;
        if (alongRows) {
          line.transform(volume, offset);
        }
        for (int x = 0; x < box; x++) {
          columns[x * box + row] = volume[offset + x];
        }
      }
      for (int x = 0; x < box; x++) {
        line.transform(columns, x * box);
      }
      for (int row = 0; row < box; row++) {
        int offset = start + row * stride;
        for (int x = 0; x < box; x++) {
          volume[offset + x] = columns[x * box + row];
        }
      }
    }
  }

  /**
   * Makes cas(a + b + c) of the product kernel on planes z and -z, for an even box with the sign
   * (-1)^(kx+ky+kz) that stands for the half-box shift of the input.
   */
  private static void fold(float[] volume, int box, int z, float halfScale) {
    boolean even = box % 2 == 0;
    int mirrorZ = Hartley.mirror(z, box);
    for (int y = 0; y <= box / 2; y++) {
      int mirrorY = Hartley.mirror(y, box);
      int row = (z * box + y) * box;
      int rowY = (z * box + mirrorY) * box;
      int rowZ = (mirrorZ * box + y) * box;
      int rowYz = (mirrorZ * box + mirrorY) * box;
      for (int x = 0; x <= box / 2; x++) {
        int m = Hartley.mirror(x, box);
        float s = even && ((x + y + z) & 1) == 1 ? -halfScale : halfScale;
        float p = volume[row + x];
        float px = volume[row + m];
        float py = volume[rowY + x];
        float pxy = volume[rowY + m];
        float pz = volume[rowZ + x];
        float pxz = volume[rowZ + m];
        float pyz = volume[rowYz + x];
        float pxyz = volume[rowYz + m];
        volume[row + x] = s * (px + py + pz - pxyz);
        volume[row + m] = s * (p + pxy + pxz - pyz);
        volume[rowY + x] = s * (pxy + p + pyz - pxz);
        volume[rowY + m] = s * (py + px + pxyz - pz);
        volume[rowZ + x] = s * (pxz + pyz + p - pxy);
        volume[rowZ + m] = s * (pz + pxyz + px - py);
        volume[rowYz + x] = s * (pxyz + pz + py - px);
        volume[rowYz + m] = s * (pyz + pxz + pxy - p);
      }
    }
  }

  private static void swapHalves(float[] volume, int box, int z) {
    int half = box / 2;
    for (int y = 0; y < box; y++) {
      int near = (z * box + y) * box;
      int far = ((z + half) * box + (y + half) % box) * box;
      for (int x = 0; x < box; x++) {
        int other = far + (x < half ? x + half : x - half);
        float value = volume[near + x];
        volume[near + x] = volume[other];
        volume[other] = value;
      }
    }
  }
}
