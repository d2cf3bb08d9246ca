package org.cryodrgn.io.particles;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Some images of another stack, in an order of their own. */
final class SelectedStack implements ParticleStack {

  private final ParticleStack all;
  private final int[] indices;
  private final OptionalDouble pixelSize;

  SelectedStack(ParticleStack all, int[] indices) {
    this.all = all;
    this.indices = indices;
    // Of a stack that holds several, the selected images may still share one.
    pixelSize =
        all.pixelSize().isPresent()
            ? all.pixelSize()
            : PixelSizes.common(IntStream.of(indices).mapToDouble(all::pixelSizeOf).toArray());
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int box() {
    return all.box();
  }

  @Override
  public OptionalDouble pixelSize() {
    return pixelSize;
  }

  @Override
  public double pixelSizeOf(int index) {
    return all.pixelSizeOf(indices[index]);
  }

  @Override
  public void read(int[] selected, float[] images) {
    int[] inAll = new int[selected.length];
    for (int i = 0; i < inAll.length; i++) {
      inAll[i] = indices[selected[i]];
    }
    try {
      all.read(inAll, images);
    } catch (NotFiniteImageException e) {
      int i = 0;
      while (inAll[i] != e.index()) {
        i++;
      }
      throw e.at(selected[i]);
    }
  }

  @Override
  public String describe(int index) {
    return all.describe(indices[index]);
  }

  @Override
  public List<Path> files() {
    return all.files();
  }

  @Override
  public int fileOf(int index) {
    return all.fileOf(indices[index]);
  }

  @Override
  public int sectionOf(int index) {
    return all.sectionOf(indices[index]);
  }

  @Override
  public void close() {
    all.close();
  }
}
