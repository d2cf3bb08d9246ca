package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;

/** The .star file beside a stack, which names its images in their order. */
final class PreparedStar {

  private PreparedStar() {}

  /**
   * For a stack that was made from the rows of a particle table: the table with everything else it
   * holds.
   *
   * @param particles the rows, one an image
   * @param box the box size of the images that the table names
   * @param stack the new stack; the .star file goes into its folder
   */
  static void write(RelionParticles particles, int box, Path stack, Path star) {
    RescaledParticles.of(particles, box, MrcFile.open(stack).nx(), names(stack)).write(star);
  }

  /** For a stack of which nothing else is known: image names, pixel size and image size. */
  static void write(Path stack, Path star) {
    MrcFile file = MrcFile.open(stack);
    MrcHeader header = file.header();
    StarTable optics =
        StarTable.create("optics", 1)
            .withColumn(RelionLabels.OPTICS_GROUP, row -> "1")
            .withColumn(RelionLabels.OPTICS_GROUP_NAME, row -> "opticsGroup1")
            .withColumn(
                RelionLabels.IMAGE_PIXEL_SIZE,
                row -> String.format(Locale.US, "%.6f", header.pixelSize()))
            .withColumn(RelionLabels.IMAGE_SIZE, row -> String.valueOf(file.nx()))
            .withColumn(RelionLabels.IMAGE_DIMENSIONALITY, row -> "2");
    StarTable particles =
        StarTable.create("particles", file.nz())
            .withColumn(RelionLabels.IMAGE_NAME, names(stack))
            .withColumn(RelionLabels.OPTICS_GROUP, row -> "1");
    StarFile.create("version 30001", List.of(optics, particles)).write(star);
  }

  private static IntFunction<String> names(Path stack) {
    return row -> String.format(Locale.US, "%06d@%s", row + 1, stack.getFileName());
  }
}
