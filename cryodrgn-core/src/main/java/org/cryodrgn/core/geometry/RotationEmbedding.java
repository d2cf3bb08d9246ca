package org.cryodrgn.core.geometry;

/**
 * Numbers that a rotation can be learned in: any values but zero stand for some rotation, and its
 * matrix (row-major 3 x 3, as {@link Rotations}) changes smoothly with them.
 */
public enum RotationEmbedding {
  /**
   * Two vectors of three, made the first two rows by the Gram-Schmidt process; the third is theirs.
   */
  S2S2(6) {
    @Override
    public void embed(double[] matrix, int offset, float[] values, int at) {
      for (int i = 0; i < 6; i++) {
        values[at + i] = (float) matrix[offset + i];
      }
    }

    @Override
    public void matrix(float[] values, int at, double[] matrix, int offset) {
      double[] first = {values[at], values[at + 1], values[at + 2]};
      double[] second = {values[at + 3], values[at + 4], values[at + 5]};
      scale(first, 1 / length(first));
      add(second, -dot(first, second), first);
      scale(second, 1 / length(second));
      for (int i = 0; i < 3; i++) {
        matrix[offset + i] = first[i];
        matrix[offset + 3 + i] = second[i];
        int j = (i + 1) % 3;
        int k = (i + 2) % 3;
        matrix[offset + 6 + i] = first[j] * second[k] - first[k] * second[j];
      }
    }

    @Override
    public void backward(float[] values, int at, double[] rows, float[] gradient, int to) {
      double[] first = {values[at], values[at + 1], values[at + 2]};
      double[] second = {values[at + 3], values[at + 4], values[at + 5]};
      double firstLength = length(first);
      scale(first, 1 / firstLength);
      double along = dot(first, second);
      double[] across = second.clone();
      add(across, -along, first);
      double acrossLength = length(across);
      scale(across, 1 / acrossLength);

      double[] forFirst = {rows[0], rows[1], rows[2]};
      double[] forSecond = {rows[3], rows[4], rows[5]};
      add(forSecond, -dot(across, forSecond), across);
      scale(forSecond, 1 / acrossLength);
      // across = second - (first . second) first, which depends on first in both places.
      double projected = dot(first, forSecond);
      add(forFirst, -projected, second);
      add(forFirst, -along, forSecond);
      add(forSecond, -projected, first);
      add(forFirst, -dot(first, forFirst), first);
      scale(forFirst, 1 / firstLength);
      for (int i = 0; i < 3; i++) {
        gradient[to + i] = (float) forFirst[i];
        gradient[to + 3 + i] = (float) forSecond[i];
      }
    }
  },
  /** A quaternion of any length, scalar last, of the transposed matrix. */
  QUATERNION(4) {
    @Override
    public void embed(double[] m, int o, float[] values, int at) {
      double[] squares = {
        1 + m[o] - m[o + 4] - m[o + 8],
        1 - m[o] + m[o + 4] - m[o + 8],
        1 - m[o] - m[o + 4] + m[o + 8],
        1 + m[o] + m[o + 4] + m[o + 8]
      };
      int largest = 0;
      for (int i = 1; i < 4; i++) {
        largest = squares[i] > squares[largest] ? i : largest;
      }
      // The products of the components, from which a row divided by its diagonal gives all four.
      double[][] products = {
        {squares[0], m[o + 1] + m[o + 3], m[o + 2] + m[o + 6], m[o + 5] - m[o + 7]},
        {m[o + 1] + m[o + 3], squares[1], m[o + 5] + m[o + 7], m[o + 6] - m[o + 2]},
        {m[o + 2] + m[o + 6], m[o + 5] + m[o + 7], squares[2], m[o + 1] - m[o + 3]},
        {m[o + 5] - m[o + 7], m[o + 6] - m[o + 2], m[o + 1] - m[o + 3], squares[3]}
      };
      double twice = 2 * Math.sqrt(squares[largest]);
      for (int i = 0; i < 4; i++) {
        values[at + i] = (float) (products[largest][i] / twice);
      }
    }

    @Override
    public void matrix(float[] values, int at, double[] matrix, int offset) {
      double[] q = {values[at], values[at + 1], values[at + 2], values[at + 3]};
      scale(q, 1 / length(q));
      double x = q[0];
      double y = q[1];
      double z = q[2];
      double w = q[3];
      matrix[offset] = 1 - 2 * (y * y + z * z);
      matrix[offset + 1] = 2 * (x * y + w * z);
      matrix[offset + 2] = 2 * (x * z - w * y);
      matrix[offset + 3] = 2 * (x * y - w * z);
      matrix[offset + 4] = 1 - 2 * (x * x + z * z);
      matrix[offset + 5] = 2 * (y * z + w * x);
      matrix[offset + 6] = 2 * (x * z + w * y);
      matrix[offset + 7] = 2 * (y * z - w * x);
      matrix[offset + 8] = 1 - 2 * (x * x + y * y);
    }

    @Override
    public void backward(float[] values, int at, double[] rows, float[] gradient, int to) {
      double[] q = {values[at], values[at + 1], values[at + 2], values[at + 3]};
      double length = length(q);
      scale(q, 1 / length);
      double x = q[0];
      double y = q[1];
      double z = q[2];
      double w = q[3];
      double[] g = {
        2 * (y * rows[1] + z * rows[2] + y * rows[3] - 2 * x * rows[4] + w * rows[5]),
        2 * (-2 * y * rows[0] + x * rows[1] - w * rows[2] + x * rows[3] + z * rows[5]),
        2 * (-2 * z * (rows[0] + rows[4]) + w * rows[1] + x * rows[2] - w * rows[3] + y * rows[5]),
        2 * (z * rows[1] - y * rows[2] - z * rows[3] + x * rows[5])
      };
      add(g, -dot(q, g), q);
      for (int i = 0; i < 4; i++) {
        gradient[to + i] = (float) (g[i] / length);
      }
    }
  };

  /** Keeps what is learned into a corner finite. */
  private static final double SHORTEST = 1e-5;

  private final int size;

  RotationEmbedding(int size) {
    this.size = size;
  }

  /** How many numbers a rotation takes. */
  public int size() {
    return size;
  }

  /**
   * The numbers of a rotation.
   *
   * @param matrix nine values from {@code offset} on
   * @param values where to put {@link #size} values, from {@code at} on
   */
  public abstract void embed(double[] matrix, int offset, float[] values, int at);

  /**
   * The rotation that numbers stand for.
   *
   * @param values {@link #size} values from {@code at} on
   * @param matrix where to put nine values, from {@code offset} on
   */
  public abstract void matrix(float[] values, int at, double[] matrix, int offset);

  /**
   * The gradient of an error for the numbers, given that for the first two rows of the matrix,
   * which are all that a slice depends on.
   *
   * @param values {@link #size} values from {@code at} on
   * @param rows six derivatives
   * @param gradient where to put {@link #size} values, from {@code to} on
   */
  public abstract void backward(float[] values, int at, double[] rows, float[] gradient, int to);

  private static double length(double[] v) {
    return Math.max(SHORTEST, Math.sqrt(dot(v, v)));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void scale(double[] v, double factor) {
    for (int i = 0; i < v.length; i++) {
      v[i] *= factor;
    }
  }

  private static void add(double[] v, double factor, double[] other) {
    for (int i = 0; i < v.length; i++) {
      v[i] += factor * other[i];
    }
  }
}
