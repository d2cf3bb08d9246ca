package org.cryodrgn.analysis.latent;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;

/** Point sets that the tests share. */
final class Samples {
  private Samples() {}

  static Path golden(String name) {
    return Path.of(System.getProperty("cryodrgn.test-data"), "golden", name);
  }

  /** 300 latents of dimension 4 on a loop. */
  static Latents goldenLatents() {
    return LatentFile.read(golden("z.pkl"));
  }

  static float[] normal(int n, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] points = new float[n * dimension];
    for (int p = 0; p < points.length; p++) {
      points[p] = (float) random.nextGaussian();
    }
    return points;
  }

  /**
   * Eight-dimensional points as latents of a swivelling particle with impurities are: four in ten
   * on a noisy closed band, three on an arc, two in a wide blob, one in a narrow one, in this
   * order.
   */
  static float[] latentLike(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] points = new float[n * 8];
    for (int i = 0; i < n; i++) {
      double part = 10.0 * i / n;
      double t = random.nextDouble();
      double u = random.nextDouble();
      double[] x = new double[8];
      double noise = 0.15;
      if (part < 4) {
        double angle = 2 * Math.PI * t;
        x = new double[] {2 * Math.cos(angle), 2 * Math.sin(angle), u, 1.5 * u, 0, 0, 0, 0};
      } else if (part < 7) {
        double s = 3 * t - 1.5;
        x = new double[] {s, s * s - 3, Math.sin(2 * s), -1, 2 * Math.cos(s), 0, 0, 0};
      } else if (part < 9) {
        x[2] = 3;
        x[5] = 2;
        noise = 0.4;
      } else {
        x = new double[] {-2, 2, -2, 2, 0, 0, -2, 1};
        noise = 0.25;
      }
      for (int d = 0; d < 8; d++) {
        points[8 * i + d] = (float) (x[d] + noise * random.nextGaussian());
      }
    }
    return points;
  }

  static double distance(float[] points, int dimension, int a, int b) {
    double sum = 0;
    for (int d = 0; d < dimension; d++) {
      double difference = points[a * dimension + d] - points[b * dimension + d];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
