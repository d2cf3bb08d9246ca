package org.cryodrgn.core.geometry;

import org.apache.commons.math3.util.FastMath;

/**
 * Rotation matrices, row-major 3 x 3, in cryoDRGN's convention: a central slice is the row vectors
 * (x, y, 0) times the matrix. Sines and cosines are {@link LibmTrigonometry}'s, arc tangents {@link
 * FastMath}'s, which rounds nearly always correctly, as the C library under Python does; so files
 * equal cryoDRGN's to the last digit.
 */
public final class Rotations {

  private Rotations() {}

  /**
   * The matrix of RELION's Euler angles (ZYZ; Heymann et al., J. Struct. Biol. 151, 2005).
   *
   * @param rot _rlnAngleRot, degrees
   * @param tilt _rlnAngleTilt, degrees
   * @param psi _rlnAnglePsi, degrees
   * @param matrix where to put nine values, from {@code offset} on
   */
  public static void fromRelion(double rot, double tilt, double psi, double[] matrix, int offset) {
    double a = rot * Math.PI / 180;
    double b = tilt * Math.PI / 180;
    double g = psi * Math.PI / 180;
    double ca = LibmTrigonometry.cos(a);
    double sa = LibmTrigonometry.sin(a);
    double cb = LibmTrigonometry.cos(b);
    double sb = LibmTrigonometry.sin(b);
    double cg = LibmTrigonometry.cos(g);
    double sg = LibmTrigonometry.sin(g);
    matrix[offset] = cg * cb * ca - sg * sa;
    matrix[offset + 1] = cg * cb * sa + sg * ca;
    matrix[offset + 2] = -cg * sb;
    matrix[offset + 3] = -sg * cb * ca - cg * sa;
    matrix[offset + 4] = -sg * cb * sa + cg * ca;
    matrix[offset + 5] = sg * sb;
    matrix[offset + 6] = sb * ca;
    matrix[offset + 7] = sb * sa;
    matrix[offset + 8] = cb;
  }

  /**
   * RELION's Euler angles of a matrix: the inverse of {@link #fromRelion}, up to the ambiguity at
   * tilt 0 and 180, where rot is given as 0. By way of the quaternion, from which the angles follow
   * as half sums and half differences (Bernardes and Viollet, PLoS ONE 17, 2022); the angles are
   * rounded as cryoDRGN's are, so that both write the same text.
   *
   * @param angles where to put rot, tilt and psi in degrees, rot and psi in -180 .. 180, tilt in 0
   *     .. 180
   */
  public static void toRelion(double[] matrix, int offset, double[] angles, int anglesOffset) {
    if (Math.hypot(matrix[offset + 6], matrix[offset + 7]) <= 1e-9) {
      angles[anglesOffset] = 0;
      angles[anglesOffset + 1] = matrix[offset + 8] > 0 ? 0 : 180;
      angles[anglesOffset + 2] = Math.toDegrees(Math.atan2(matrix[offset + 1], matrix[offset + 4]));
      return;
    }
    double[] q = quaternion(matrix, offset);
    double halfSum = FastMath.atan2(q[2], q[3]);
    double halfDifference = FastMath.atan2(q[1], q[0]);
    double tilt = 2 * FastMath.atan2(hypotenuse(q[0], q[1]), hypotenuse(q[3], q[2]));
    // cryoDRGN's z axis points the other way: ZXZ angles a quarter turn apart from RELION's ZYZ
    angles[anglesOffset] = inHalfTurns(degrees(wrapped(halfSum - halfDifference)) - 90);
    angles[anglesOffset + 1] = inHalfTurns(degrees(wrapped(tilt)));
    angles[anglesOffset + 2] = inHalfTurns(degrees(wrapped(halfSum + halfDifference)) + 90);
  }

  /** The quaternion (x, y, z, w) of the matrix with its z axis turned round (Shepperd, 1978). */
  private static double[] quaternion(double[] m, int o) {
    double[][] r = {
      {m[o], -m[o + 1], m[o + 2]}, {-m[o + 3], m[o + 4], -m[o + 5]}, {m[o + 6], -m[o + 7], m[o + 8]}
    };
    double trace = r[0][0] + r[1][1] + r[2][2];
    int i = r[1][1] > r[0][0] ? 1 : 0;
    i = r[2][2] > r[i][i] ? 2 : i;
    double[] q = new double[4];
    if (trace > r[i][i]) {
      q[0] = r[2][1] - r[1][2];
      q[1] = r[0][2] - r[2][0];
      q[2] = r[1][0] - r[0][1];
      q[3] = 1 + trace;
    } else {
      int j = (i + 1) % 3;
      int k = (j + 1) % 3;
      q[i] = 1 - trace + 2 * r[i][i];
      q[j] = r[j][i] + r[i][j];
      q[k] = r[k][i] + r[i][k];
      q[3] = r[k][j] - r[j][k];
    }
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (int n = 0; n < 4; n++) {
      q[n] /= norm;
    }
    return q;
  }

  /** sqrt(a^2 + b^2) with the rounding of the squares made good. */
  private static double hypotenuse(double a, double b) {
    double aa = a * a;
    double bb = b * b;
    double sum = aa + bb;
    double root = Math.sqrt(sum);
    if (root == 0) {
      return 0;
    }
    double high = Math.max(aa, bb);
    double lost = high - sum + Math.min(aa, bb);
    double rest = Math.fma(a, a, -aa) + Math.fma(b, b, -bb) + lost - Math.fma(root, root, -sum);
    return root + rest / (2 * root);
  }

  private static double wrapped(double angle) {
    return angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
  }

  private static double degrees(double radians) {
    return radians * (180 / Math.PI);
  }

  private static double inHalfTurns(double degrees) {
    double positive = (degrees + 180) % 360;
    return (positive < 0 ? positive + 360 : positive) - 180;
  }

  /**
   * The matrix of cryoSPARC's rotation vector (axis times angle, radians): Rodrigues' formula,
   * transposed. The zero vector gives the identity. In float32 and in cryoDRGN's order of
   * operations; they differ only where PyTorch's sine or cosine is not the nearest float32, which
   * is one value in twenty, by one unit of the last place.
   *
   * @param matrix where to put nine values, from {@code offset} on
   */
  public static void fromCryosparc(float x, float y, float z, double[] matrix, int offset) {
    float angle = (float) Math.sqrt(Math.fma(z, z, Math.fma(y, y, x * x)));
    float a = angle == 0 ? 0 : x / angle;
    float b = angle == 0 ? 0 : y / angle;
    float c = angle == 0 ? 0 : z / angle;
    float sin = (float) Math.sin(angle);
    float versine = 1 - (float) Math.cos(angle);
    matrix[offset] = 1 - versine * (c * c + b * b);
    matrix[offset + 1] = sin * c + versine * (a * b);
    matrix[offset + 2] = -sin * b + versine * (a * c);
    matrix[offset + 3] = -sin * c + versine * (a * b);
    matrix[offset + 4] = 1 - versine * (c * c + a * a);
    matrix[offset + 5] = sin * a + versine * (b * c);
    matrix[offset + 6] = sin * b + versine * (a * c);
    matrix[offset + 7] = -sin * a + versine * (b * c);
    matrix[offset + 8] = 1 - versine * (b * b + a * a);
  }

  /**
   * Whether a matrix is a rotation: rows of length 1 at right angles, determinant +1, each to the
   * tolerance. NaN is none.
   */
  public static boolean isRotation(double[] matrix, int offset, double tolerance) {
    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++) {
        double product = 0;
        for (int k = 0; k < 3; k++) {
          product += matrix[offset + 3 * i + k] * matrix[offset + 3 * j + k];
        }
        if (!(Math.abs(product - (i == j ? 1 : 0)) <= tolerance)) {
          return false;
        }
      }
    }
    return determinant(matrix, offset) > 0;
  }

  private static double determinant(double[] m, int o) {
    return m[o] * (m[o + 4] * m[o + 8] - m[o + 5] * m[o + 7])
        - m[o + 1] * (m[o + 3] * m[o + 8] - m[o + 5] * m[o + 6])
        + m[o + 2] * (m[o + 3] * m[o + 7] - m[o + 4] * m[o + 6]);
  }
}
