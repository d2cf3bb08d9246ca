package org.cryodrgn.core.simulate;

import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_2D;

/**
 * Images residues: rotates and shifts them, transforms their projection exactly, multiplies by the
 * contrast transfer on a padded box, and crops. What the CTF spreads beyond the box is lost, as
 * when a particle is cut out of a micrograph. Not safe for use by several threads: it owns scratch.
 */
final class ImageFormation {

  private final int box;
  private final int padded;
  private final double pixelSize;
  private final GaussianTransform transform;
  private final FloatFFT_2D fft;
  private final Residues turned;
  private final float[] real;
  private final float[] imaginary;
  private final float[] grid;

  /**
   * @param box the image's side, pixels, even
   * @param padded the side of the box that the contrast transfer acts on, even, at least {@code
   *     box}
   * @param pixelSize Å
   * @param sigma spread of a residue, Å
   * @param capacity the largest number of residues
   */
  ImageFormation(int box, int padded, double pixelSize, double sigma, int capacity) {
    this.box = box;
    this.padded = padded;
    this.pixelSize = pixelSize;
    transform = new GaussianTransform(padded, pixelSize, sigma);
    fft = new FloatFFT_2D(padded, padded);
    turned = new Residues(capacity);
    real = new float[transform.planeSize()];
    imaginary = new float[transform.planeSize()];
    grid = new float[2 * padded * padded];
  }

  /**
   * The plane of {@link GaussianTransform} on the padded box, which the contrast transfer fills.
   */
  GaussianTransform transform() {
    return transform;
  }

  /**
   * A noise-free image, light on dark: minus the contrast transfer times the projection, which is
   * the sum of the map's voxels along z after the rotation.
   *
   * @param residues Å, about the origin of the volume
   * @param rotations 3 x 3 matrices, row-major: residue p is seen at (R p)_xy
   * @param translations (x, y) pairs, fractions of the box: the shift that centres the particle, so
   *     that it lies at D/2 - t
   * @param particle which matrix and pair
   * @param transfer contrast transfer on the plane of {@link #transform()}
   * @param image filled from {@code offset} on: D x D, y slow, x fast
   */
  void image(
      Residues residues,
      double[] rotations,
      double[] translations,
      int particle,
      float[] transfer,
      float[] image,
      int offset) {
    turn(residues, rotations, translations, particle);
    transform.plane(turned.x, turned.y, turned.weight, turned.count, real, imaginary);
    fillGrid(transfer);
    fft.complexInverse(grid, true);
    for (int y = 0; y < box; y++) {
      int row = Math.floorMod(y - box / 2, padded) * padded;
      for (int x = 0; x < box; x++) {
        int column = Math.floorMod(x - box / 2, padded);
        image[offset + y * box + x] = grid[2 * (row + column)];
      }
    }
  }

  private void turn(Residues residues, double[] r, double[] t, int particle) {
    int m = 9 * particle;
    double shiftX = t[2 * particle] * box * pixelSize;
    double shiftY = t[2 * particle + 1] * box * pixelSize;
    turned.count = 0;
    for (int i = 0; i < residues.count; i++) {
      double x = residues.x[i];
      double y = residues.y[i];
      double z = residues.z[i];
      turned.add(
          r[m] * x + r[m + 1] * y + r[m + 2] * z - shiftX,
          r[m + 3] * x + r[m + 4] * y + r[m + 5] * z - shiftY,
          0,
          residues.weight[i]);
    }
  }

  private void fillGrid(float[] transfer) {
    Arrays.fill(grid, 0);
    int half = padded / 2;
    for (int ky = 1 - half; ky < half; ky++) {
      int row = Math.floorMod(ky, padded) * padded;
      int opposite = Math.floorMod(-ky, padded) * padded;
      for (int kx = 0; kx < half; kx++) {
        int p = (half - 1 + ky) * half + kx;
        int at = 2 * (row + kx);
        grid[at] = -transfer[p] * real[p];
        grid[at + 1] = -transfer[p] * imaginary[p];
        int mirrored = 2 * (opposite + (kx == 0 ? 0 : padded - kx));
        grid[mirrored] = grid[at];
        grid[mirrored + 1] = -grid[at + 1];
      }
    }
  }
}
