package org.cryodrgn.analysis.latent;

/**
 * A straight path through the latent space along one principal component, between two percentiles
 * of the particles' scores.
 *
 * @param component the component, from 0
 * @param scores the score of each point of the path
 * @param path the points: scores.length x dimension
 */
public record PcTraversal(int component, double[] scores, double[][] path) {

  /** Particles nearer than this to a point of the path support it. */
  private static final double SUPPORT_RADIUS = 3;

  /** How the points are spread between the two percentiles. */
  public enum Spacing {
    /** At equal distances along the component. */
    DISTANCE,
    /** At equally spaced percentiles of the particles, so more points where there are more. */
    PERCENTILE
  }

  /**
   * The path of {@code n} points along a component.
   *
   * @param points N x dimension, row-major; those whose percentiles are meant
   * @param component from 0
   * @param n number of points, at least 1
   * @param low percentile of the first point, 0 to 100
   * @param high percentile of the last point, 0 to 100
   */
  public static PcTraversal along(
      PrincipalComponents pca,
      float[] points,
      int component,
      int n,
      double low,
      double high,
      Spacing spacing) {
    if (component < 0 || component >= pca.dimension()) {
      throw new IllegalArgumentException(
          "component " + (component + 1) + " of " + pca.dimension() + " principal components");
    }
    if (n < 1) {
      throw new IllegalArgumentException("a path has one point or more, not " + n);
    }
    Percentiles percentiles = Percentiles.of(pca.scores(points, component));
    double start = percentiles.at(low);
    double stop = percentiles.at(high);
    double[] scores = new double[n];
    double[][] path = new double[n][];
    for (int i = 0; i < n; i++) {
      double t = n == 1 ? 0 : i / (n - 1.0);
      scores[i] =
          spacing == Spacing.DISTANCE
              ? start + t * (stop - start)
              : percentiles.at(low + t * (high - low));
      path[i] = pca.pointAt(component, scores[i]);
    }
    return new PcTraversal(component, scores, path);
  }

  /**
   * How many particles lie about each point of the path, nearer than 3.
   *
   * @param points N x dimension, row-major
   */
  public int[] support(float[] points) {
    return NearestNeighbours.countWithin(points, path[0].length, path, SUPPORT_RADIUS);
  }
}
