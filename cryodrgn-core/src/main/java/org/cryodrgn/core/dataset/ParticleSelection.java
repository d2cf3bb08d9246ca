package org.cryodrgn.core.dataset;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Which of all particles a run takes, in its order. A run counts its particles from 0; {@code
 * --ind}, and so the user, counts those of the stack.
 */
public final class ParticleSelection {

  /**
   * What tells runs of different particles apart, wherever their files are: images are not looked
   * at, for there may be hundreds of gigabytes.
   *
   * @param all the number of particles that were selected from
   * @param selected the number of those taken
   * @param checksum CRC-32 of their indices
   */
  public record Mark(int all, int selected, long checksum) {
    @Override
    public String toString() {
      return "%d of %d particles (indices %08x)".formatted(selected, all, checksum);
    }
  }

  private final int all;
  private final int[] indices;

  private ParticleSelection(int all, int[] indices) {
    this.all = all;
    this.indices = indices;
  }

  /** All particles. */
  public static ParticleSelection all(int particles) {
    return new ParticleSelection(particles, null);
  }

  /**
   * Some of them.
   *
   * @param all the number of all
   * @param indices of the selected among all
   */
  public static ParticleSelection of(int all, int[] indices) {
    return new ParticleSelection(all, indices.clone());
  }

  /** The number of selected particles. */
  public int size() {
    return indices == null ? all : indices.length;
  }

  /** The indices of the selected among all. */
  public int[] indices() {
    return indices == null ? IntStream.range(0, all).toArray() : indices.clone();
  }

  /** The indices, among all, of some of the selected. */
  public int[] inStack(int[] particles) {
    return Arrays.stream(particles).map(this::inStack).toArray();
  }

  private int inStack(int particle) {
    return indices == null ? particle : indices[particle];
  }

  /** What tells it from others; the same for all particles, whether selected one by one or not. */
  public Mark mark() {
    CRC32 checksum = new CRC32();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES);
    for (int i = 0; i < size(); i++) {
      checksum.update(bytes.clear().putInt(inStack(i)).flip());
    }
    return new Mark(all, size(), checksum.getValue());
  }
}
