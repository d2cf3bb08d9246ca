package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Principal components of N points in a latent space, by the eigen-decomposition of their
 * covariance (dimension x dimension; the points are read twice and never copied).
 *
 * <p>Each component has unit length, and its sign makes its largest coordinate by magnitude
 * positive, as scikit-learn's PCA since 1.5, so that plots and paths agree between the programs.
 *
 * <p>Commons Math rather than Smile: Smile's matrices load OpenBLAS, whose natives unpack into the
 * user's home, and the matrix here is small.
 */
public final class PrincipalComponents {
  private static final int BLOCK = 1 << 14;

  private final int dimension;
  private final double[] mean;
  private final double[][] components;
  private final double[] explainedVariance;

  private PrincipalComponents(double[] mean, double[][] components, double[] explainedVariance) {
    this.dimension = mean.length;
    this.mean = mean;
    this.components = components;
    this.explainedVariance = explainedVariance;
  }

  /**
   * The components of all points.
   *
   * @param points N x dimension, row-major, N at least 2
   * @throws IllegalArgumentException if there are fewer than two points
   * @throws org.cryodrgn.io.DataException if a coordinate is not a finite number
   */
  public static PrincipalComponents fit(float[] points, int dimension) {
    int n = Shape.rows(points, dimension);
    if (n < 2) {
      throw new IllegalArgumentException("principal components need two points or more, not " + n);
    }
    double[] mean = mean(points, dimension);
    Shape.requireFinite(mean, points, dimension);
    EigenDecomposition eigen =
        new EigenDecomposition(
            new Array2DRowRealMatrix(covariance(points, dimension, mean), false));
    double[] variance = new double[dimension];
    double[][] components = new double[dimension][];
    for (int c = 0; c < dimension; c++) {
      variance[c] = Math.max(0, eigen.getRealEigenvalue(c));
      components[c] = positiveAtLargest(eigen.getEigenvector(c).toArray());
    }
    return new PrincipalComponents(mean, components, variance);
  }

  /** The mean of each coordinate. */
  private static double[] mean(float[] points, int dimension) {
    int n = points.length / dimension;
    double[][] sums = new double[Blocks.count(n, BLOCK)][dimension];
    Blocks.run(
        n,
        BLOCK,
        (block, from, to) -> {
          double[] sum = sums[block];
          for (int i = from, p = from * dimension; i < to; i++) {
            for (int d = 0; d < dimension; d++) {
              sum[d] += points[p++];
            }
          }
        });
    double[] mean = new double[dimension];
    for (double[] sum : sums) {
      for (int d = 0; d < dimension; d++) {
        mean[d] += sum[d] / n;
      }
    }
    return mean;
  }

  /** The covariance with N - 1 in the denominator, dimension x dimension. */
  private static double[][] covariance(float[] points, int dimension, double[] mean) {
    int n = points.length / dimension;
    int size = Math.max(BLOCK, n / 64 + 1);
    double[][][] sums = new double[Blocks.count(n, size)][dimension][dimension];
    Blocks.run(
        n,
        size,
        (block, from, to) -> {
          double[][] sum = sums[block];
          double[] centred = new double[dimension];
          for (int i = from, p = from * dimension; i < to; i++) {
            for (int d = 0; d < dimension; d++) {
              centred[d] = points[p++] - mean[d];
            }
            for (int a = 0; a < dimension; a++) {
              double value = centred[a];
              double[] row = sum[a];
              for (int b = 0; b <= a; b++) {
                row[b] += value * centred[b];
              }
            }
          }
        });
    double[][] total = new double[dimension][dimension];
    for (double[][] sum : sums) {
      add(sum, total);
    }
    for (int a = 0; a < dimension; a++) {
      for (int b = 0; b <= a; b++) {
        total[a][b] /= n - 1;
        total[b][a] = total[a][b];
      }
    }
    return total;
  }

  private static void add(double[][] from, double[][] into) {
    for (int a = 0; a < from.length; a++) {
      for (int b = 0; b <= a; b++) {
        into[a][b] += from[a][b];
      }
    }
  }

  private static double[] positiveAtLargest(double[] vector) {
    int largest = 0;
    for (int d = 1; d < vector.length; d++) {
      if (Math.abs(vector[d]) > Math.abs(vector[largest])) {
        largest = d;
      }
    }
    if (vector[largest] < 0) {
      for (int d = 0; d < vector.length; d++) {
        vector[d] = -vector[d];
      }
    }
    return vector;
  }

  /** The dimension of the latent space, which is also the number of components. */
  public int dimension() {
    return dimension;
  }

  /** The variance along each component, falling. */
  public double[] explainedVariance() {
    return explainedVariance.clone();
  }

  /** The share of each component in the total variance; zeros if the points all coincide. */
  public double[] explainedVarianceRatio() {
    double total = 0;
    for (double v : explainedVariance) {
      total += v;
    }
    double[] ratio = new double[dimension];
    for (int c = 0; c < dimension && total > 0; c++) {
      ratio[c] = explainedVariance[c] / total;
    }
    return ratio;
  }

  /** The shares for people and scripts, {@code [0.49257755 0.4577144]}. */
  public String explainedVarianceText() {
    return Arrays.stream(explainedVarianceRatio())
        .mapToObj(share -> Float.toString((float) share))
        .collect(Collectors.joining(" ", "[", "]"));
  }

  /** The scores of points (N x dimension) along all components: N x dimension, row-major. */
  public float[] transform(float[] points) {
    int n = Shape.rows(points, dimension);
    float[] scores = new float[points.length];
    Blocks.run(
        n,
        BLOCK,
        (block, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int c = 0; c < dimension; c++) {
              scores[i * dimension + c] = (float) score(points, i, c);
            }
          }
        });
    return scores;
  }

  /** The scores of points (N x dimension) along one component (from 0). */
  public float[] scores(float[] points, int component) {
    int n = Shape.rows(points, dimension);
    float[] scores = new float[n];
    Blocks.run(
        n,
        BLOCK,
        (block, from, to) -> {
          for (int i = from; i < to; i++) {
            scores[i] = (float) score(points, i, component);
          }
        });
    return scores;
  }

  private double score(float[] points, int row, int component) {
    double[] axis = components[component];
    double sum = 0;
    for (int d = 0, p = row * dimension; d < dimension; d++) {
      sum += (points[p++] - mean[d]) * axis[d];
    }
    return sum;
  }

  /**
   * The latent point with the given score along one component (from 0) and none along the others.
   */
  public double[] pointAt(int component, double score) {
    double[] point = mean.clone();
    for (int d = 0; d < dimension; d++) {
      point[d] += score * components[component][d];
    }
    return point;
  }
}
