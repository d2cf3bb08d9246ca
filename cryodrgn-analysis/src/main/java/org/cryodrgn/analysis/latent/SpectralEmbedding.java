package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The two slowest modes of a connected graph: the eigenvectors of its normalised Laplacian I -
 * D^-1/2 W D^-1/2 after the constant one, divided by the root of the degree (Laplacian eigenmaps,
 * Belkin, Niyogi 2003).
 *
 * <p>Found by Chebyshev-filtered subspace iteration (Zhou, Saad 2006) on {@link #VECTORS} vectors
 * side by side: passes over the edges only, in memory of a few vectors, and an early stop leaves
 * smooth vectors rather than none, which is enough for a layout to start from.
 */
final class SpectralEmbedding {
  private static final int VECTORS = 5;
  private static final int DEGREE = 24;
  private static final int MOST_PASSES = 16;
  private static final double TOLERANCE = 1e-2;

  /** Keeps a guess without spread from being no vector at all. */
  private static final double NOISE = 1e-3;

  private static final int BLOCK = 1 << 12;

  private final FuzzyGraph graph;
  private final int n;
  private final double[] rootDegree;
  private final double norm;

  private SpectralEmbedding(FuzzyGraph graph) {
    this.graph = graph;
    this.n = graph.size();
    this.rootDegree = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      double degree = 0;
      for (int e = graph.offsets()[i]; e < graph.offsets()[i + 1]; e++) {
        degree += graph.weights()[e];
      }
      rootDegree[i] = Math.sqrt(degree);
      total += degree;
    }
    this.norm = Math.sqrt(total);
  }

  /**
   * Embeds a connected graph of more than {@link #VECTORS} + 1 nodes.
   *
   * @param guess N x 2, where to begin
   * @param progress told the share of the most passes
   * @return N x 2, each column of mean square 1, nodes weighted with their degrees
   */
  static float[] of(FuzzyGraph graph, float[] guess, long seed, DoubleConsumer progress) {
    return new SpectralEmbedding(graph).run(guess, seed, progress);
  }

  /** The fewest nodes that can be embedded. */
  static int fewestNodes() {
    return 4 * VECTORS;
  }

  private float[] run(float[] guess, long seed, DoubleConsumer progress) {
    SplittableRandom random = new SplittableRandom(seed);
    double largest = Float.MIN_NORMAL;
    for (float value : guess) {
      largest = Math.max(largest, Math.abs(value));
    }
    double[] x = new double[n * VECTORS];
    for (int i = 0; i < n; i++) {
      for (int v = 0; v < VECTORS; v++) {
        double value = random.nextDouble() - 0.5;
        if (v < 2) {
          value = NOISE * value + guess[2 * i + v] / largest;
        }
        x[i * VECTORS + v] = value * rootDegree[i];
      }
    }
    double[] y = new double[x.length];
    double[] z = new double[x.length];
    orthonormalise(x);
    double[] ritz = rotateToRitz(x, y);
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      double cut = Math.min(ritz[VECTORS - 1], 0.999);
      double[] filtered = filter(x, y, z, cut);
      if (filtered == y) {
        y = x;
      } else if (filtered == z) {
        z = x;
      }
      x = filtered;
      orthonormalise(x);
      double[] before = ritz;
      ritz = rotateToRitz(x, y);
      progress.accept((pass + 1.0) / MOST_PASSES);
      if (ritz[1] - before[1] < TOLERANCE * (1 - ritz[1])) {
        break;
      }
    }
    float[] view = new float[2 * n];
    for (int i = 0; i < n; i++) {
      for (int v = 0; v < 2; v++) {
        view[2 * i + v] = (float) (x[i * VECTORS + v] * norm / rootDegree[i]);
      }
    }
    return view;
  }

  /** out = D^-1/2 W D^-1/2 x. */
  private void apply(double[] x, double[] out) {
    int[] offsets = graph.offsets();
    int[] targets = graph.targets();
    float[] weights = graph.weights();
    Blocks.run(
        n,
        BLOCK,
        (block, from, to) -> {
          double[] sum = new double[VECTORS];
          for (int i = from; i < to; i++) {
            Arrays.fill(sum, 0);
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
              int j = targets[e];
              double w = weights[e] / rootDegree[j];
              for (int v = 0, p = j * VECTORS; v < VECTORS; v++) {
                sum[v] += w * x[p++];
              }
            }
            for (int v = 0, p = i * VECTORS; v < VECTORS; v++) {
              out[p++] = sum[v] / rootDegree[i];
            }
          }
        });
  }

  /** The Chebyshev polynomial of {@link #DEGREE} that is small on [-1, cut], applied to x. */
  private double[] filter(double[] x, double[] y, double[] z, double cut) {
    double centre = (cut - 1) / 2;
    double half = (cut + 1) / 2;
    apply(x, y);
    combine(y, 1 / half, x, -centre / half, null);
    double[] before = x;
    double[] now = y;
    double[] free = z;
    for (int degree = 2; degree <= DEGREE; degree++) {
      apply(now, free);
      combine(free, 2 / half, now, -2 * centre / half, before);
      double[] recycled = before;
      before = now;
      now = free;
      free = recycled;
    }
    return now;
  }

  /** a = factorA a + factorB b - c, c left out if null. */
  private void combine(double[] a, double factorA, double[] b, double factorB, double[] c) {
    Blocks.run(
        a.length,
        BLOCK * VECTORS,
        (block, from, to) -> {
          for (int i = from; i < to; i++) {
            a[i] = factorA * a[i] + factorB * b[i] - (c == null ? 0 : c[i]);
          }
        });
  }

  /** Gram-Schmidt, twice for accuracy, against the constant mode and the columns before. */
  private void orthonormalise(double[] x) {
    for (int v = 0; v < VECTORS; v++) {
      for (int repeat = 0; repeat < 2; repeat++) {
        double constant = 0;
        for (int i = 0, p = v; i < n; i++, p += VECTORS) {
          constant += x[p] * rootDegree[i];
        }
        constant /= norm * norm;
        for (int i = 0, p = v; i < n; i++, p += VECTORS) {
          x[p] -= constant * rootDegree[i];
        }
        for (int u = 0; u < v; u++) {
          double dot = dot(x, u, x, v);
          for (int p = 0; p < x.length; p += VECTORS) {
            x[p + v] -= dot * x[p + u];
          }
        }
        double length = Math.sqrt(dot(x, v, x, v));
        for (int p = v; p < x.length; p += VECTORS) {
          x[p] /= length;
        }
      }
    }
  }

  private static double dot(double[] a, int columnA, double[] b, int columnB) {
    double sum = 0;
    for (int p = 0; p < a.length; p += VECTORS) {
      sum += a[p + columnA] * b[p + columnB];
    }
    return sum;
  }

  /** Turns the orthonormal x to the eigenvectors within its span; their values, falling. */
  private double[] rotateToRitz(double[] x, double[] work) {
    apply(x, work);
    double[][] projected = new double[VECTORS][VECTORS];
    for (int a = 0; a < VECTORS; a++) {
      for (int b = 0; b <= a; b++) {
        projected[a][b] = dot(x, a, work, b);
        projected[b][a] = projected[a][b];
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(projected, false));
    double[][] turn = eigen.getV().getData();
    double[] row = new double[VECTORS];
    for (int p = 0; p < x.length; p += VECTORS) {
      System.arraycopy(x, p, row, 0, VECTORS);
      for (int v = 0; v < VECTORS; v++) {
        double sum = 0;
        for (int u = 0; u < VECTORS; u++) {
          sum += row[u] * turn[u][v];
        }
        x[p + v] = sum;
      }
    }
    return eigen.getRealEigenvalues();
  }
}
