package org.cryodrgn.core.simulate;

import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_3D;

/**
 * The Fourier transform of Gaussian residues, known in closed form: a residue of weight w and
 * spread sigma at p has w exp(-2 pi i k.p) exp(-2 pi^2 sigma^2 |k|^2). Nothing is interpolated.
 *
 * <p>The grid is that of a box of n pixels: frequencies k / (n x pixel size) with |kx|, |ky| below
 * n/2; the Nyquist rows themselves, which a real image cannot hold in full, are left out. A plane
 * keeps kx = 0 .. n/2-1 (fast) for ky = -(n/2-1) .. n/2-1, (n-1) x n/2 values; the other half is
 * its conjugate. The origin of space is the origin of the residues.
 *
 * <p>Along one axis the exponential is a product of powers, and over two axes it separates, so a
 * plane costs n^2 multiply-adds a residue. Not safe for use by several threads: it owns scratch.
 */
final class GaussianTransform {

  /** Residues whose factors are summed while they lie in the first-level cache. */
  private static final int BLOCK = 64;

  private final int half;
  private final double step;
  private final float[] envelope;
  private final float[][] rowFactors;
  private final float[][] columnFactors;
  private final float[][] sums;

  /**
   * @param box n, even
   * @param pixelSize Å
   * @param sigma spread of a residue, Å
   */
  GaussianTransform(int box, double pixelSize, double sigma) {
    half = box / 2;
    step = 2 * Math.PI / (box * pixelSize);
    envelope = new float[half];
    for (int k = 0; k < half; k++) {
      double a = step * k * sigma;
      envelope[k] = (float) Math.exp(-a * a / 2);
    }
    rowFactors = new float[BLOCK][2 * half];
    columnFactors = new float[BLOCK][2 * half];
    sums = new float[2 * half][2 * half];
  }

  /** The number of values of a plane. */
  int planeSize() {
    return (2 * half - 1) * half;
  }

  /**
   * The transform at kz = 0: that of the projection along z.
   *
   * @param x positions, Å
   * @param y positions, Å
   * @param weight of each residue
   * @param count how many residues
   * @param real filled with the real part of the plane
   * @param imaginary filled with its imaginary part
   */
  void plane(float[] x, float[] y, float[] weight, int count, float[] real, float[] imaginary) {
    for (float[] row : sums) {
      Arrays.fill(row, 0);
    }
    for (int first = 0; first < count; first += BLOCK) {
      int n = Math.min(BLOCK, count - first);
      for (int i = 0; i < n; i++) {
        factors(y[first + i], weight[first + i], rowFactors[i]);
        factors(x[first + i], 1, columnFactors[i]);
      }
      accumulate(n);
    }
    for (int ky = 0; ky < half; ky++) {
      for (int kx = 0; kx < half; kx++) {
        float e = envelope[ky] * envelope[kx];
        float cosCos = e * sums[ky][kx];
        float cosSin = e * sums[ky][half + kx];
        float sinCos = e * sums[half + ky][kx];
        float sinSin = e * sums[half + ky][half + kx];
        int above = (half - 1 + ky) * half + kx;
        int below = (half - 1 - ky) * half + kx;
        real[below] = cosCos + sinSin;
        imaginary[below] = sinCos - cosSin;
        real[above] = cosCos - sinSin;
        imaginary[above] = -sinCos - cosSin;
      }
    }
  }

  /** cos and sin of 2 pi k p, k = 0 .. half-1, times a weight, by repeated multiplication. */
  private void factors(double position, double weight, float[] factors) {
    double cos = Math.cos(step * position);
    double sin = Math.sin(step * position);
    double c = weight;
    double s = 0;
    for (int k = 0; k < half; k++) {
      factors[k] = (float) c;
      factors[half + k] = (float) s;
      double next = c * cos - s * sin;
      s = s * cos + c * sin;
      c = next;
    }
  }

  /** Adds the outer products of n residues' row and column factors, four residues at a time. */
  private void accumulate(int n) {
    for (int i = n; i % 4 != 0; i++) {
      Arrays.fill(rowFactors[i], 0);
    }
    for (int row = 0; row < 2 * half; row++) {
      for (int i = 0; i < n; i += 4) {
        addToRow(
            sums[row],
            rowFactors[i][row],
            columnFactors[i],
            rowFactors[i + 1][row],
            columnFactors[i + 1],
            rowFactors[i + 2][row],
            columnFactors[i + 2],
            rowFactors[i + 3][row],
            columnFactors[i + 3]);
      }
    }
  }

  /**
   * The loop that all the time goes to. It is compiled to vectors because it stands alone and every
   * array is indexed by j itself; with offsets into larger arrays it takes twice as long.
   */
  private static void addToRow(
      float[] sum, float a, float[] p, float b, float[] q, float c, float[] r, float d, float[] s) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += a * p[j] + b * q[j] + c * r[j] + d * s[j];
    }
  }

  /**
   * The real map of the residues on n^3 voxels, z slowest, origin at voxel n/2; its discrete
   * Fourier transform is theirs.
   *
   * @param scale what the map is multiplied by
   */
  float[] volume(Residues residues, double scale) {
    int n = 2 * half;
    int count = residues.count;
    float[] grid = new float[2 * n * n * n];
    float[] turned = new float[count];
    float[] cosReal = new float[planeSize()];
    float[] cosImaginary = new float[planeSize()];
    float[] sinReal = new float[planeSize()];
    float[] sinImaginary = new float[planeSize()];
    for (int kz = 0; kz < half; kz++) {
      for (int i = 0; i < count; i++) {
        double phase = step * kz * residues.z[i];
        turned[i] = (float) (residues.weight[i] * Math.cos(phase));
      }
      plane(residues.x, residues.y, turned, count, cosReal, cosImaginary);
      for (int i = 0; i < count; i++) {
        double phase = step * kz * residues.z[i];
        turned[i] = (float) (residues.weight[i] * Math.sin(phase));
      }
      plane(residues.x, residues.y, turned, count, sinReal, sinImaginary);
      float e = (float) (scale * envelope[kz]);
      for (int ky = 1 - half; ky < half; ky++) {
        for (int kx = 0; kx < half; kx++) {
          int p = (half - 1 + ky) * half + kx;
          // exp(-2 pi i kz z) = cos - i sin; with the opposite sign it is the plane at -kz.
          float real = e * (cosReal[p] + sinImaginary[p]);
          put(grid, kz, ky, kx, real, e * (cosImaginary[p] - sinReal[p]));
          float opposite = e * (cosReal[p] - sinImaginary[p]);
          put(grid, -kz, ky, kx, opposite, e * (cosImaginary[p] + sinReal[p]));
        }
      }
    }
    new FloatFFT_3D(n, n, n).complexInverse(grid, true);
    return centred(grid);
  }

  /** The real part, with the origin in the middle. */
  private float[] centred(float[] grid) {
    int n = 2 * half;
    float[] volume = new float[n * n * n];
    for (int z = 0; z < n; z++) {
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          int from = (((z + half) % n) * n + (y + half) % n) * n + (x + half) % n;
          volume[(z * n + y) * n + x] = grid[2 * from];
        }
      }
    }
    return volume;
  }

  /** Puts a coefficient and its conjugate at the opposite frequency. */
  private void put(float[] grid, int kz, int ky, int kx, float re, float im) {
    int n = 2 * half;
    int at = ((Math.floorMod(kz, n) * n) + Math.floorMod(ky, n)) * n + kx;
    grid[2 * at] = re;
    grid[2 * at + 1] = im;
    int opposite =
        ((Math.floorMod(-kz, n) * n) + Math.floorMod(-ky, n)) * n + Math.floorMod(-kx, n);
    grid[2 * opposite] = re;
    grid[2 * opposite + 1] = -im;
  }
}
