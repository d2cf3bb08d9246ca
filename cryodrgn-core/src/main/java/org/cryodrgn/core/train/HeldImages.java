package org.cryodrgn.core.train;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cryodrgn.core.parallel.Workers;

/** Images transformed once and held in memory. */
final class HeldImages implements HartleyImages {

  /** Particles that are read in one go. */
  private static final int READ = 64;

  private final int size;
  private final int pixels;
  private final ImageStore store;

  /**
   * Reads everything.
   *
   * @param source where from
   * @param pixels values of one image
   * @param precision how they are held
   * @param threads how many threads share the work
   * @param progress told how many images are there
   */
  HeldImages(
      HartleyImages source,
      int pixels,
      ImagePrecision precision,
      int threads,
      IntConsumer progress) {
    this.size = source.size();
    this.pixels = pixels;
    store = new ImageStore(precision, size, pixels);
    AtomicInteger done = new AtomicInteger();
    Workers.run(
        (size + READ - 1) / READ,
        threads,
        () -> {
          float[] values = new float[Math.min(READ, size) * pixels];
          return i -> {
            int first = i * READ;
            int count = Math.min(READ, size - first);
            source.read(IntStream.range(first, first + count).toArray(), values);
            for (int j = 0; j < count; j++) {
              store.put(first + j, values, j * pixels);
            }
            progress.accept(done.addAndGet(count));
          };
        });
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void read(int[] particles, float[] values) {
    for (int i = 0; i < particles.length; i++) {
      store.get(particles[i], values, i * pixels);
    }
  }
}
