package org.cryodrgn.analysis.latent;

import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/**
 * The smooth similarity 1 / (1 + a d^2b) nearest, in least squares over d in [0, 3], to 1 up to the
 * least distance and exp(-(d - least distance)) beyond (McInnes 2018, section 3.2).
 */
final class SimilarityCurve {
  private static final int SAMPLES = 300;
  private static final double FARTHEST = 3;

  private SimilarityCurve() {}

  /** The pair a, b. */
  static double[] fit(double minDistance) {
    double[] target = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      target[i] = Math.min(1, Math.exp(minDistance - distance(i)));
    }
    return new LevenbergMarquardtOptimizer()
        .optimize(
            new LeastSquaresBuilder()
                .start(new double[] {1, 1})
                .target(target)
                .model(p -> valuesAndSlopes(p.getEntry(0), p.getEntry(1)))
                .maxEvaluations(1000)
                .maxIterations(1000)
                .build())
        .getPoint()
        .toArray();
  }

  private static double distance(int sample) {
    return FARTHEST * sample / (SAMPLES - 1);
  }

  private static Pair<RealVector, RealMatrix> valuesAndSlopes(double a, double b) {
    double[] values = new double[SAMPLES];
    double[][] slopes = new double[SAMPLES][2];
    values[0] = 1;
    for (int i = 1; i < SAMPLES; i++) {
      double d = distance(i);
      double power = Math.pow(d, 2 * b);
      values[i] = 1 / (1 + a * power);
      slopes[i][0] = -power * values[i] * values[i];
      slopes[i][1] = -2 * a * Math.log(d) * power * values[i] * values[i];
    }
    return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
  }
}
