package org.cryodrgn.io.poses;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;

/**
 * A pose.pkl: the tuple (rotations N x 3 x 3, translations N x 2 as a fraction of the box), or the
 * rotations alone.
 *
 * @param poses the poses
 * @param hasTranslations whether the file holds translations; if not, those of the poses are zero
 */
public record PoseFile(Poses poses, boolean hasTranslations) {

  /** How far R·Rᵀ may be from the identity: float32 files and refined poses reach 1e-5. */
  private static final double ORTHONORMAL = 1e-3;

  private static final String EXPECTED = "(rotations N x 3 x 3, translations N x 2)";

  /** Reads the poses of a file; see {@link #open}. */
  public static Poses read(Path file) {
    return open(file).poses();
  }

  /**
   * Reads a file.
   *
   * @throws DataException if shapes do not fit, a value is not finite, a rotation is no rotation,
   *     or a translation is not a fraction of the box; names the row
   */
  public static PoseFile open(Path file) {
    PoseFile read = openUnchecked(file);
    PickledArrays.checkFinite(file, "rotation", read.poses.rotations(), 9);
    checkOrthonormal(file, read.poses.rotations());
    PickledArrays.checkFinite(file, "translation", read.poses.translations(), 2);
    checkFractions(file, "", read.poses.translations());
    return read;
  }

  /**
   * Reads a file without looking at its values, for who counts what is wrong with them.
   *
   * @throws DataException if shapes do not fit
   */
  public static PoseFile openUnchecked(Path file) {
    Object value = PickledArrays.single(file, EXPECTED);
    Object[] parts = value instanceof Object[] tuple ? tuple : new Object[] {value};
    if (parts.length != 1 && parts.length != 2) {
      throw DataException.at(
          file,
          "",
          "holds a tuple of " + parts.length + ", expected " + EXPECTED,
          "Check that this is the right file");
    }
    double[] rotations = PickledArrays.array(file, parts[0], "rotations", -1, 3, 3).toDoubles();
    int size = rotations.length / 9;
    if (parts.length == 1) {
      return new PoseFile(new Poses(rotations, new double[2 * size]), false);
    }
    double[] translations = PickledArrays.array(file, parts[1], "translations", -1, 2).toDoubles();
    if (translations.length != 2 * size) {
      throw DataException.at(
          file,
          "",
          "holds " + size + " rotations but " + translations.length / 2 + " translations",
          "Make the file again from its source");
    }
    return new PoseFile(new Poses(rotations, translations), true);
  }

  /**
   * Reads the translations of a file, which may hold them alone (N x 2).
   *
   * @param factor to multiply them by, for files in other units
   * @return N x 2, fractions of the box
   * @throws DataException if the file holds none, or one is not finite or above 1
   */
  public static double[] translations(Path file, double factor) {
    Object value = PickledArrays.single(file, "poses or translations");
    return fractions(
        file, value instanceof Object[] tuple && tuple.length == 2 ? tuple[1] : value, factor);
  }

  private static double[] fractions(Path file, Object value, double factor) {
    double[] translations = PickledArrays.array(file, value, "translations", -1, 2).toDoubles();
    PickledArrays.checkFinite(file, "translation", translations, 2);
    for (int i = 0; i < translations.length; i++) {
      translations[i] *= factor;
    }
    checkFractions(file, factor == 1 ? "" : " times " + factor, translations);
    return translations;
  }

  /** Writes both parts as float64, as parse_pose_star does. */
  public static void write(Path file, Poses poses) {
    PickleWriter.write(
        file,
        (Object)
            new Object[] {
              NumpyArray.of(poses.rotations(), poses.size(), 3, 3),
              NumpyArray.of(poses.translations(), poses.size(), 2)
            });
  }

  /** Writes both parts as float32, as parse_pose_csparc does. */
  public static void writeSingle(Path file, Poses poses) {
    write(file, toFloats(poses.rotations()), toFloats(poses.translations()));
  }

  /**
   * Writes both parts as float32, as a training that refines poses does.
   *
   * @param rotations N x 3 x 3
   * @param translations N x 2, fractions of the box
   */
  public static void write(Path file, float[] rotations, float[] translations) {
    int size = rotations.length / 9;
    PickleWriter.write(
        file,
        (Object)
            new Object[] {
              NumpyArray.of(rotations, size, 3, 3), NumpyArray.of(translations, size, 2)
            });
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void checkOrthonormal(Path file, double[] rotations) {
    for (int start = 0; start < rotations.length; start += 9) {
      for (int i = 0; i < 3; i++) {
        for (int j = i; j < 3; j++) {
          double product = 0;
          for (int k = 0; k < 3; k++) {
            product += rotations[start + 3 * i + k] * rotations[start + 3 * j + k];
          }
          if (Math.abs(product - (i == j ? 1 : 0)) > ORTHONORMAL) {
            throw DataException.at(
                file,
                "row " + start / 9 + ", counted from 0",
                "the matrix is no rotation: its rows are not orthonormal",
                "Make the file again with parse_pose_star or parse_pose_csparc");
          }
        }
      }
      if (determinant(rotations, start) < 0) {
        throw DataException.at(
            file,
            "row " + start / 9 + ", counted from 0",
            "the matrix mirrors: its determinant is -1",
            "Make the file again with parse_pose_star or parse_pose_csparc; to mirror maps, use"
                + " --flip");
      }
    }
  }

  private static double determinant(double[] m, int at) {
    return m[at] * (m[at + 4] * m[at + 8] - m[at + 5] * m[at + 7])
        - m[at + 1] * (m[at + 3] * m[at + 8] - m[at + 5] * m[at + 6])
        + m[at + 2] * (m[at + 3] * m[at + 7] - m[at + 4] * m[at + 6]);
  }

  private static void checkFractions(Path file, String scaled, double[] translations) {
    for (int i = 0; i < translations.length; i++) {
      if (Math.abs(translations[i]) > 1) {
        throw DataException.at(
            file,
            "row " + i / 2 + ", counted from 0",
            "translation" + scaled + " is " + translations[i] + ", larger than the box",
            "Translations are fractions of the box: divide pixels by the box size");
      }
    }
  }
}
