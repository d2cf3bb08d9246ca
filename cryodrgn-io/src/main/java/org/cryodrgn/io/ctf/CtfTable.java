package org.cryodrgn.io.ctf;

/**
 * The CTF parameters of N particles, as cryoDRGN's ctf.pkl keeps them: N x 9 float32, row-major.
 * The columns are named by the constants here.
 *
 * @param values N x 9
 */
public record CtfTable(float[] values) {

  /** Box size, pixels, that the pixel size belongs to. */
  public static final int BOX = 0;

  /** Pixel size, Å. */
  public static final int PIXEL_SIZE = 1;

  /** Defocus U, Å, positive under focus. */
  public static final int DEFOCUS_U = 2;

  /** Defocus V, Å. */
  public static final int DEFOCUS_V = 3;

  /** Angle of the defocus U axis to x, degrees. */
  public static final int DEFOCUS_ANGLE = 4;

  /** Acceleration voltage, kV. */
  public static final int VOLTAGE = 5;

  /** Spherical aberration, mm. */
  public static final int SPHERICAL_ABERRATION = 6;

  /** Amplitude contrast, a fraction. */
  public static final int AMPLITUDE_CONTRAST = 7;

  /** Phase shift, degrees. */
  public static final int PHASE_SHIFT = 8;

  /** The number of columns. */
  public static final int COLUMNS = 9;

  /** Checks that the rows are whole. */
  public CtfTable {
    if (values.length % COLUMNS != 0) {
      throw new IllegalArgumentException(values.length + " values are no rows of " + COLUMNS);
    }
  }

  /** The number of particles. */
  public int size() {
    return values.length / COLUMNS;
  }

  /**
   * Whether a column may hold a value: finite, sizes and the voltage above 0, the box a whole
   * number, contrast within 1.
   */
  public static boolean isUsable(int column, double value) {
    return switch (column) {
      case BOX -> value > 0 && Double.isFinite(value) && value == Math.rint(value);
      case PIXEL_SIZE, VOLTAGE -> value > 0 && Double.isFinite(value);
      case AMPLITUDE_CONTRAST -> Math.abs(value) <= 1;
      default -> Double.isFinite(value);
    };
  }

  /** One parameter of one particle. */
  public float get(int particle, int column) {
    return values[particle * COLUMNS + column];
  }

  /** The table of the images when they were brought to another box: the field of view stays. */
  public CtfTable ofBox(int box) {
    float[] resized = values.clone();
    for (int row = 0; row < resized.length; row += COLUMNS) {
      if (resized[row + BOX] != box) {
        resized[row + PIXEL_SIZE] =
            (float) ((double) resized[row + PIXEL_SIZE] * resized[row + BOX] / box);
        resized[row + BOX] = box;
      }
    }
    return new CtfTable(resized);
  }

  /** The rows of a selection, in its order. */
  public CtfTable select(int[] indices) {
    float[] selected = new float[indices.length * COLUMNS];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * COLUMNS, selected, i * COLUMNS, COLUMNS);
    }
    return new CtfTable(selected);
  }
}
