package org.cryodrgn.core.preprocess;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
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
   * @param box the box size D that the file tells of
   * @param newBox the box size d of the new images
   * @param imageName the new image name of each row
   */
  static StarFile of(
      RelionParticles particles, int box, int newBox, IntFunction<String> imageName) {
    StarTable table = resized(particles.table(), box, newBox);
    StarFile file = particles.file().with(table.withColumn(RelionParticles.IMAGE_NAME, imageName));
    return particles.optics().map(optics -> file.with(resized(optics, box, newBox))).orElse(file);
  }

  private static StarTable resized(StarTable table, int box, int newBox) {
    double growth = (double) box / newBox;
    StarTable resized = table;
    for (String size : new String[] {"_rlnImagePixelSize", "_rlnDetectorPixelSize"}) {
      resized = with(resized, size, value -> value * growth);
    }
    for (String shift : new String[] {"_rlnOriginX", "_rlnOriginY"}) {
      resized = with(resized, shift, value -> value / growth);
    }
    return resized.column("_rlnImageSize") < 0
        ? resized
        : resized.withColumn("_rlnImageSize", row -> String.valueOf(newBox));
  }

  private static StarTable with(StarTable table, String label, DoubleUnaryOperator change) {
    int column = table.column(label);
    return column < 0
        ? table
        : table.withColumn(
            label,
            row ->
                String.format(Locale.US, "%.6f", change.applyAsDouble(table.number(row, column))));
  }
}
