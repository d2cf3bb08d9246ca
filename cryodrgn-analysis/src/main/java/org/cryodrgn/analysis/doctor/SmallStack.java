package org.cryodrgn.analysis.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.cryodrgn.io.particles.ParticleStack;

/** Images held in memory at a small box, that stand for those of another stack. */
final class SmallStack implements ParticleStack {

  private final ParticleStack stack;
  private final int[] particles;
  private final float[] images;
  private final int box;
  private final int[] places;

  /**
   * @param stack the images at full size
   * @param particles which of its images are held
   * @param images the held images, each box x box
   * @param places which of the held images this stack has, in order
   */
  SmallStack(ParticleStack stack, int[] particles, float[] images, int box, int[] places) {
    this.stack = stack;
    this.particles = particles;
    this.images = images;
    this.box = box;
    this.places = places;
  }

  @Override
  public int size() {
    return places.length;
  }

  @Override
  public int box() {
    return box;
  }

  @Override
  public OptionalDouble pixelSize() {
    OptionalDouble size = stack.pixelSize();
    return size.isPresent() ? OptionalDouble.of(size.getAsDouble() * stack.box() / box) : size;
  }

  @Override
  public double pixelSizeOf(int index) {
    return stack.pixelSizeOf(particles[places[index]]) * stack.box() / box;
  }

  @Override
  public void read(int[] indices, float[] target) {
    int pixels = box * box;
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(images, places[indices[i]] * pixels, target, i * pixels, pixels);
    }
  }

  @Override
  public String describe(int index) {
    return stack.describe(particles[places[index]]);
  }

  @Override
  public List<Path> files() {
    return stack.files();
  }

  @Override
  public int fileOf(int index) {
    return stack.fileOf(particles[places[index]]);
  }

  @Override
  public int sectionOf(int index) {
    return stack.sectionOf(particles[places[index]]);
  }

  @Override
  public void close() {
    // The stack at full size belongs to whoever opened it.
  }
}
