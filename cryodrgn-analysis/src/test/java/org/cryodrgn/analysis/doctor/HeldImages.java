package org.cryodrgn.analysis.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.cryodrgn.io.particles.ParticleStack;

/**
 * Images in memory.
 *
 * @param box the box size D
 * @param images each D x D
 * @param sections which section of one file each is said to be
 */
record HeldImages(int box, float[][] images, int[] sections) implements ParticleStack {

  @Override
  public int size() {
    return images.length;
  }

  @Override
  public OptionalDouble pixelSize() {
    return OptionalDouble.of(1.5);
  }

  @Override
  public double pixelSizeOf(int index) {
    return 1.5;
  }

  @Override
  public void read(int[] indices, float[] target) {
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(images[indices[i]], 0, target, i * box * box, box * box);
    }
  }

  @Override
  public String describe(int index) {
    return "image " + index;
  }

  @Override
  public List<Path> files() {
    return List.of(Path.of("held.mrcs"));
  }

  @Override
  public int fileOf(int index) {
    return 0;
  }

  @Override
  public int sectionOf(int index) {
    return sections[index];
  }

  @Override
  public void close() {
    // There is nothing to let go of.
  }
}
