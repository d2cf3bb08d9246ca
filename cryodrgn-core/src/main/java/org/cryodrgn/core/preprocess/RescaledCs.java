package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;

/** A cryoSPARC particle table whose images were brought to another box. */
final class RescaledCs {

  private RescaledCs() {}

  /**
   * The table with new images and with what depends on the pixel brought along: {@code blob/shape},
   * {@code blob/psize_A}, and of each alignment {@code shift} (pixels) with its {@code psize_A}, so
   * that a shift stays the same length in Å. All else, the uid above all, stays.
   *
   * @param box the box size D of the images, for a file that tells of none; what it tells of may be
   *     the box that its images had before they were brought to theirs
   * @param newBox the box size d of the new images
   * @param path the file of each row's new image
   * @param section its place in that file, from 0
   */
  static CsFile of(
      CsFile particles, int box, int newBox, IntFunction<String> path, IntUnaryOperator section) {
    IntToDoubleFunction growth =
        particles.has(CsFields.SHAPE)
            ? row -> particles.numbers(row, CsFields.SHAPE)[0] / newBox
            : row -> (double) box / newBox;
    CsFile rescaled =
        particles
            .withText(CsFields.PATH, path)
            .withNumbers(CsFields.INDEX, (row, values) -> values[0] = section.applyAsInt(row));
    for (String field : particles.fields()) {
      if (field.equals(CsFields.SHAPE)) {
        rescaled = rescaled.withNumbers(field, (row, values) -> Arrays.fill(values, newBox));
      } else if (field.equals(CsFields.PIXEL_SIZE) || field.matches("alignments[^/]*/psize_A")) {
        rescaled = scaled(rescaled, particles, field, growth);
      } else if (field.matches("alignments[^/]*/shift")) {
        rescaled = scaled(rescaled, particles, field, row -> 1 / growth.applyAsDouble(row));
      }
    }
    return rescaled;
  }

  /**
   * Writes the table of the rows whose images are those of a new stack, in its order, in the kind
   * of file that it was read from.
   *
   * @param box the box size of the images that the table names
   * @param stack the new stack; the table goes into its folder
   */
  static void write(CsFile particles, int box, int newBox, Path stack, Path table) {
    String name = stack.getFileName().toString();
    of(particles, box, newBox, row -> name, row -> row).write(table);
  }

  private static CsFile scaled(
      CsFile target, CsFile source, String field, IntToDoubleFunction factor) {
    return target.withNumbers(
        field,
        (row, values) -> {
          double[] before = source.numbers(row, field);
          double times = factor.applyAsDouble(row);
          for (int i = 0; i < values.length; i++) {
            values[i] = before[i] * times;
          }
        });
  }
}
