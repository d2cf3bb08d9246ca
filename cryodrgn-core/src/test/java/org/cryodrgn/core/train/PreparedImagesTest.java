package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedImagesTest {

  @TempDir Path folder;

  /** Their transforms would be divided by a deviation that is none. */
  @Test
  void constantImagesAreRefused() {
    Path stack = folder.resolve("constant.mrcs");
    float[] images = new float[96 * 32 * 32];
    for (int i = 0; i < 96; i++) {
      Arrays.fill(images, i * 32 * 32, (i + 1) * 32 * 32, i % 2);
    }
    try (MrcWriter writer = MrcWriter.create(stack, MrcHeader.forStack(32, 7.11))) {
      writer.write(images, 0, 96);
      writer.finish();
    }
    SmallTraining training =
        new SmallTraining(folder.resolve("run"), SmallTraining.source(stack), 1);
    DataException error = assertThrows(DataException.class, training::runToTheEnd);
    assertTrue(
        error.getMessage().startsWith(stack + ": the images are constant"), error.getMessage());
  }
}
