package org.cryodrgn.core.geometry;

/**
 * Rotation matrices, row-major 3 x 3, in cryoDRGN's convention: a central slice is the row vectors
 * (x, y, 0) times the matrix.
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
    double ca = Math.cos(a);
    double sa = Math.sin(a);
    double cb = Math.cos(b);
    double sb = Math.sin(b);
    double cg = Math.cos(g);
    double sg = Math.sin(g);
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
   * tilt 0 and 180, where rot is given as 0.
   *
   * @param angles where to put rot, tilt and psi in degrees, rot and psi in -180 .. 180, tilt in 0
   *     .. 180
   */
  public static void toRelion(double[] matrix, int offset, double[] angles, int anglesOffset) {
    double sineTilt = Math.hypot(matrix[offset + 6], matrix[offset + 7]);
    angles[anglesOffset + 1] = Math.toDegrees(Math.atan2(sineTilt, matrix[offset + 8]));
    if (sineTilt > 1e-9) {
      angles[anglesOffset] = Math.toDegrees(Math.atan2(matrix[offset + 7], matrix[offset + 6]));
      angles[anglesOffset + 2] =
          Math.toDegrees(Math.atan2(matrix[offset + 5], -matrix[offset + 2]));
    } else {
      angles[anglesOffset] = 0;
      angles[anglesOffset + 2] =
          Math.toDegrees(Math.atan2(-matrix[offset + 3], matrix[offset + 4]));
    }
  }

  /**
   * The matrix of cryoSPARC's rotation vector (axis times angle, radians): Rodrigues' formula,
   * transposed. The zero vector gives the identity.
   *
   * @param matrix where to put nine values, from {@code offset} on
   */
  public static void fromCryosparc(double x, double y, double z, double[] matrix, int offset) {
    double angle = Math.sqrt(x * x + y * y + z * z);
    double unit = angle == 0 ? 0 : 1 / angle;
    double a = x * unit;
    double b = y * unit;
    double c = z * unit;
    double sin = Math.sin(angle);
    double versine = 1 - Math.cos(angle);
    matrix[offset] = 1 - versine * (b * b + c * c);
    matrix[offset + 1] = versine * a * b + sin * c;
    matrix[offset + 2] = versine * a * c - sin * b;
    matrix[offset + 3] = versine * a * b - sin * c;
    matrix[offset + 4] = 1 - versine * (a * a + c * c);
    matrix[offset + 5] = versine * b * c + sin * a;
    matrix[offset + 6] = versine * a * c + sin * b;
    matrix[offset + 7] = versine * b * c - sin * a;
    matrix[offset + 8] = 1 - versine * (a * a + b * b);
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
