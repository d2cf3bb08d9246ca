package org.cryodrgn.analysis.maps;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.parallel.Workers;

/**
 * The Fourier shell correlation of two maps (Harauz and van Heel, Optik 73, 1986), and its
 * correction for what a mask adds (Chen et al., Ultramicroscopy 135, 2013). Maps are D x D x D, z
 * slowest; masks multiply them voxel by voxel.
 */
public final class FourierShellCorrelation {

  /** Any constant: the same maps give the same curve. */
  private static final long SEED = 0;

  /** As many draws of phases at most as have so many voxels together: one from box 128 on. */
  private static final long DRAWN_VOXELS = 1 << 21;

  private static final int MOST_DRAWS = 64;

  private FourierShellCorrelation() {}

  /**
   * The correlation of each shell.
   *
   * @param mask D x D x D, or D x D for the same on every section, or null for none
   */
  public static FscCurve between(
      float[] first, float[] second, int box, float[] mask, int threads) {
    float[] a = masked(first, mask);
    float[] b = masked(second, mask);
    Hartley.forward3(a, box, threads);
    Hartley.forward3(b, box, threads);
    return correlate(a, b, box, threads);
  }

  /**
   * The correlation by radius, as {@code analyze_convergence} tells it: value i is that of the
   * radii from i to below i + 1 voxels, one shell further in than in an {@link FscCurve}.
   * (CryoDRGN's last value there is of all radii above, the corners of the box included.)
   *
   * @return D/2 values
   */
  public static double[] byRadius(float[] first, float[] second, int box, int threads) {
    float[] a = first.clone();
    float[] b = second.clone();
    Hartley.forward3(a, box, threads);
    Hartley.forward3(b, box, threads);
    double[] values = shells(a, b, box, box / 2 + 1, threads);
    return Arrays.copyOfRange(values, 1, values.length);
  }

  /**
   * Takes off what the mask alone correlates: beyond a frequency, phases are made random in both
   * maps, they are masked, and the correlation p that is left in the mean corrects the curve to
   * (fsc - p) / (1 - p), held to 0 .. 1.
   *
   * @param curve of the masked maps
   * @param maps before they are masked
   * @param mask D x D x D
   * @param beyond cycles a voxel; shells above it are corrected
   */
  static FscCurve correct(FscCurve curve, MapPair maps, float[] mask, double beyond, int threads) {
    int box = curve.box();
    int radius = (int) (beyond * box);
    double[] noise = noise(maps, mask, radius, threads);
    double[] values = curve.values().clone();
    for (int i = radius + 1; i < values.length; i++) {
      double p = noise[i];
      if (p == 1) {
        values[i] = 0;
      } else if (!Double.isNaN(p)) {
        values[i] = Math.max(0, Math.min(1, (values[i] - p) / (1 - p)));
      }
    }
    return new FscCurve(box, values);
  }

  /**
   * What the mask alone correlates, in the mean of several draws where the box is small: that of
   * one, under a mask of a hundred voxels, would move the resolution by several shells.
   */
  private static double[] noise(MapPair maps, float[] mask, int radius, int threads) {
    int box = maps.box();
    int draws = (int) Math.max(1, Math.min(MOST_DRAWS, DRAWN_VOXELS / Math.pow(box, 3)));
    SplittableRandom random = new SplittableRandom(SEED);
    double[] noise = new double[box / 2];
    for (int draw = 0; draw < draws; draw++) {
      float[] first = randomised(maps.first(), box, radius, random.split(), threads);
      float[] second = randomised(maps.second(), box, radius, random.split(), threads);
      double[] drawn = between(first, second, box, mask, threads).values();
      Arrays.setAll(noise, i -> noise[i] + drawn[i]);
    }
    Arrays.setAll(noise, i -> noise[i] / draws);
    return noise;
  }

  private static float[] masked(float[] map, float[] mask) {
    float[] masked = map.clone();
    if (mask != null) {
      for (int i = 0; i < masked.length; i++) {
        masked[i] *= mask[i % mask.length];
      }
    }
    return masked;
  }

  private static FscCurve correlate(float[] a, float[] b, int box, int threads) {
    double[] values = shells(a, b, box, box / 2, threads);
    values[0] = 1;
    return new FscCurve(box, values);
  }

  /** Over a point symmetric shell the products of Hartley values add up to those of Fourier's. */
  private static double[] shells(float[] a, float[] b, int box, int count, int threads) {
    int half = box / 2;
    double[][] sums = new double[box][];
    Workers.run(
        box,
        threads,
        () ->
            z -> {
              double[] plane = new double[3 * count];
              for (int y = 0; y < box; y++) {
                int row = (z * box + y) * box;
                for (int x = 0; x < box; x++) {
                  int shell = shell(x - half, y - half, z - half);
                  if (shell < count) {
                    double va = a[row + x];
                    double vb = b[row + x];
                    plane[3 * shell] += va * vb;
                    plane[3 * shell + 1] += va * va;
                    plane[3 * shell + 2] += vb * vb;
                  }
                }
              }
              sums[z] = plane;
            });
    double[] values = new double[count];
    for (int i = 1; i < count; i++) {
      double ab = 0;
      double aa = 0;
      double bb = 0;
      for (double[] plane : sums) {
        ab += plane[3 * i];
        aa += plane[3 * i + 1];
        bb += plane[3 * i + 2];
      }
      values[i] = aa * bb == 0 ? 1 : ab / Math.sqrt(aa * bb);
    }
    return values;
  }

  /** The first whole number above the radius. */
  private static int shell(int x, int y, int z) {
    return (int) Math.sqrt(x * x + y * y + z * z) + 1;
  }

  /**
   * A map with its amplitudes, and with random phases at each frequency that is not nearer to the
   * centre than a radius.
   *
   * @param radius in voxels of the transform
   */
  static float[] randomised(
      float[] map, int box, int radius, SplittableRandom random, int threads) {
    float[] transform = map.clone();
    Hartley.forward3(transform, box, threads);
    int half = box / 2;
    for (int z = 0; z < box; z++) {
      for (int y = 0; y < box; y++) {
        int mirrorRow = (Hartley.mirror(z, box) * box + Hartley.mirror(y, box)) * box;
        for (int x = 0; x < box; x++) {
          int here = (z * box + y) * box + x;
          int there = mirrorRow + Hartley.mirror(x, box);
          if (here > there || shell(x - half, y - half, z - half) <= radius) {
            continue;
          }
          double phase = 2 * Math.PI * random.nextDouble();
          double amplitude = Math.hypot(transform[here], transform[there]);
          // cos - sin and cos + sin of the phase, which a self-mirrored value has the sign of.
          transform[here] = (float) (amplitude * Math.cos(phase + Math.PI / 4));
          transform[there] =
              here == there
                  ? Math.copySign((float) (amplitude / Math.sqrt(2)), transform[here])
                  : (float) (amplitude * Math.sin(phase + Math.PI / 4));
        }
      }
    }
    Hartley.inverse3(transform, box, threads);
    return transform;
  }
}
