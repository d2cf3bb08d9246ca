package org.cryodrgn.core.train;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cryodrgn.core.parallel.Workers;

/** Images transformed once and held in memory as float32. */
public final class HeldImages implements HartleyImages {

  /** Particles of a block: an array stays below 2 GiB up to a box of 700. */
  private static final int BLOCK = 1024;

  /** Particles that are read in one go. */
  private static final int READ = 64;

  private final int size;
  private final int pixels;
  private final float[][] blocks;

  /**
   * Reads everything.
   *
   * @param source where from
   * @param pixels values of one image
   * @param threads how many threads share the work
   * @param progress told how many images are there
   */
  public HeldImages(HartleyImages source, int pixels, int threads, IntConsumer progress) {
    this.size = source.size();
    this.pixels = pixels;
    blocks = new float[(size + BLOCK - 1) / BLOCK][];
    Arrays.setAll(blocks, b -> new float[(Math.min(size, (b + 1) * BLOCK) - b * BLOCK) * pixels]);
    AtomicInteger done = new AtomicInteger();
    Workers.run(
        (size + READ - 1) / READ,
        threads,
        () ->
            i -> {
              int first = i * READ;
              int count = Math.min(READ, size - first);
              load(source, first, count);
              progress.accept(done.addAndGet(count));
            });
  }

  /** Bytes that so many images take. */
  public static long bytes(long particles, int pixels) {
    return particles * pixels * Float.BYTES;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void read(int[] particles, float[] values) {
    for (int i = 0; i < particles.length; i++) {
      int particle = particles[i];
      System.arraycopy(
          blocks[particle / BLOCK], particle % BLOCK * pixels, values, i * pixels, pixels);
    }
  }

  private void load(HartleyImages source, int first, int count) {
    float[] values = new float[count * pixels];
    source.read(IntStream.range(first, first + count).toArray(), values);
    System.arraycopy(values, 0, blocks[first / BLOCK], first % BLOCK * pixels, values.length);
  }
}
