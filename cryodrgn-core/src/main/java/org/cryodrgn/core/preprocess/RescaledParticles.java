package org.cryodrgn.core.preprocess;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;

/** A RELION particle table whose images were brought to another box. */
final class RescaledParticles {

  private RescaledParticles() {}

  /**
   * The file with new image names and with what depends on the pixel brought along: pixel size and
   * image size of the optics, and before RELION 3.1 the detector pixel size and the shifts, which
   * are in pixels. All else, and the text of all else, stays.
   *
   * @param box the box size D of the images, for a file that tells of none; what it tells of may be
   *     the box that its images had before they were brought to theirs
   * @param newBox the box size d of the new images
   * @param imageName the new image name of each row
   */
  static StarFile of(
      RelionParticles particles, int box, int newBox, IntFunction<String> imageName) {
    boolean told = particles.has(RelionLabels.IMAGE_SIZE);
    StarTable table =
        resized(
            particles.table(),
            row -> told ? particles.number(row, RelionLabels.IMAGE_SIZE) : box,
            newBox);
    StarFile file = particles.file().with(table.withColumn(RelionLabels.IMAGE_NAME, imageName));
    return particles
        .optics()
        .map(optics -> file.with(resized(optics, boxes(optics, box), newBox)))
        .orElse(file);
  }

  private static IntToDoubleFunction boxes(StarTable optics, int box) {
    int column = optics.column(RelionLabels.IMAGE_SIZE);
    return row -> column < 0 ? box : optics.number(row, column);
  }

  /**
   * @param boxes the box size that each row is of
   */
  private static StarTable resized(StarTable table, IntToDoubleFunction boxes, int newBox) {
    IntToDoubleFunction growth = row -> boxes.applyAsDouble(row) / newBox;
    StarTable resized = table;
    for (String size :
        new String[] {RelionLabels.IMAGE_PIXEL_SIZE, RelionLabels.DETECTOR_PIXEL_SIZE}) {
      resized = scaled(resized, size, growth);
    }
    for (String shift : new String[] {RelionLabels.ORIGIN_X, RelionLabels.ORIGIN_Y}) {
      resized = scaled(resized, shift, row -> 1 / growth.applyAsDouble(row));
    }
    return resized.column(RelionLabels.IMAGE_SIZE) < 0
        ? resized
        : resized.withColumn(RelionLabels.IMAGE_SIZE, row -> String.valueOf(newBox));
  }

  private static StarTable scaled(StarTable table, String label, IntToDoubleFunction factor) {
    int column = table.column(label);
    return column < 0
        ? table
        : table.withColumn(
            label,
            row ->
                String.format(
                    Locale.US, "%.6f", table.number(row, column) * factor.applyAsDouble(row)));
  }
}
