package org.cryodrgn.io.particles;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;

/** Stacks of a few pixels in a folder, tables that name them, and what is found in them. */
record SmallStacks(Path folder) {

  /** A stack whose image i is {@code firstValue + i} throughout. */
  Path stack(String name, int box, int images, float firstValue) throws IOException {
    Path file = folder.resolve(name);
    float[] values = new float[box * box * images];
    for (int i = 0; i < values.length; i++) {
      values[i] = firstValue + i / (box * box);
    }
    write(file, MrcHeader.forStack(box, 1.5), values);
    return file;
  }

  Path star(String... imageNames) throws IOException {
    return Files.writeString(
        folder.resolve("particles.star"),
        "data_\nloop_\n_rlnImageName\n" + String.join("\n", imageNames) + "\n");
  }

  static void write(Path file, MrcHeader header, float[] values) {
    try (MrcWriter writer = MrcWriter.create(file, header)) {
      writer.write(values, 0, values.length / (header.nx() * header.ny()));
      writer.finish();
    }
  }

  static float[] firstPixels(ParticleStack stack, int... indices) {
    int pixels = stack.box() * stack.box();
    float[] images = new float[indices.length * pixels];
    stack.read(indices, images);
    float[] first = new float[indices.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = images[i * pixels];
    }
    return first;
  }

  static String told(Path file) {
    return assertThrows(DataException.class, () -> ParticleStacks.open(file, null)).getMessage();
  }
}
