package org.cryodrgn.analysis.latent;

/** Paths through the latent space from anchor to anchor. */
public final class Trajectories {
  private Trajectories() {}

  /**
   * Straight lines between anchors that follow each other, in single precision.
   *
   * @param points N x dimension, row-major
   * @param anchors rows of {@code points}, two or more
   * @param perLine points of each line, both ends counted, two or more; shared ends appear once
   * @return ((perLine - 1) (anchors - 1) + 1) x dimension, row-major
   */
  public static float[] straight(float[] points, int dimension, int[] anchors, int perLine) {
    if (anchors.length < 2 || perLine < 2) {
      throw new IllegalArgumentException("a line needs two anchors and two points or more");
    }
    int lines = anchors.length - 1;
    int rows = Math.addExact(Math.multiplyExact(lines, perLine - 1), 1);
    float[] path = new float[Math.multiplyExact(rows, dimension)];
    int at = 0;
    for (int line = 0; line < lines; line++) {
      int start = anchors[line] * dimension;
      int end = anchors[line + 1] * dimension;
      for (int i = 0; i < perLine - 1; i++) {
        for (int d = 0; d < dimension; d++) {
          float step = (points[end + d] - points[start + d]) / (perLine - 1);
          path[at++] = i * step + points[start + d];
        }
      }
    }
    System.arraycopy(points, anchors[lines] * dimension, path, at, dimension);
    return path;
  }

  /** The Euclidean distance of two rows of {@code points}, N x dimension. */
  public static double distance(float[] points, int dimension, int from, int to) {
    double sum = 0;
    for (int d = 0; d < dimension; d++) {
      double step = (double) points[to * dimension + d] - points[from * dimension + d];
      sum += step * step;
    }
    return Math.sqrt(sum);
  }
}
