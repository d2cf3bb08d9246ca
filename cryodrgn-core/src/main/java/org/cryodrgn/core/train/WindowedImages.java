package org.cryodrgn.core.train;

import java.util.Arrays;
import org.cryodrgn.core.parallel.Workers;

/**
 * Images that are fetched window by window of the order in which they are asked for: while one
 * window is used the next is read, in large pieces in the order of the stack. What is asked for out
 * of that order is read by itself.
 */
final class WindowedImages implements HartleyImages {

  private final HartleyImages source;
  private final int pixels;
  private final Shuffle shuffle;
  private final int threads;
  private final int readTogether;
  private final ImageStore[] stores;
  private volatile Pass pass;

  /**
   * @param source where from
   * @param pixels values of one image
   * @param shuffle the windows
   * @param precision how images of a window are held
   * @param threads that read
   */
  WindowedImages(
      HartleyImages source, int pixels, Shuffle shuffle, ImagePrecision precision, int threads) {
    this.source = source;
    this.pixels = pixels;
    this.shuffle = shuffle;
    this.threads = threads;
    readTogether = shuffle.block();
    stores = new ImageStore[2];
    Arrays.setAll(stores, i -> new ImageStore(precision, shuffle.window(), pixels));
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Shuffle shuffle() {
    return shuffle;
  }

  @Override
  public void expect(ParticleOrder order, int first) {
    close();
    boolean fits = order.windows() > 1;
    for (int window = 0; window < order.windows(); window++) {
      fits &= order.start(window + 1) - order.start(window) <= shuffle.window();
    }
    if (fits && first < order.size()) {
      pass = new Pass(order, first);
      pass.start();
    }
  }

  @Override
  public void read(int[] particles, float[] values) {
    Pass now = pass;
    if (now == null) {
      source.read(particles, values);
    } else {
      now.read(particles, values);
    }
  }

  @Override
  public void close() {
    Pass now = pass;
    pass = null;
    if (now != null) {
      now.end();
    }
  }

  /** One way through the particles. */
  private final class Pass implements Runnable {
    private final ParticleOrder order;
    private final int[] positions;
    private final int first;
    private final WindowTurns turns;
    private final Thread reader = new Thread(this, "images");

    Pass(ParticleOrder order, int first) {
      this.order = order;
      this.first = first;
      positions = new int[order.size()];
      for (int i = 0; i < positions.length; i++) {
        positions[order.at(i)] = i;
      }
      int[] expected = new int[order.windows()];
      for (int window = order.windowAt(first); window < expected.length; window++) {
        expected[window] = particles(window).length;
      }
      turns = new WindowTurns(order.windowAt(first), expected);
      reader.setDaemon(true);
    }

    /** The particles of a window that are to come. */
    private int[] particles(int window) {
      return order.slice(Math.max(first, order.start(window)), order.start(window + 1));
    }

    void start() {
      reader.start();
    }

    /** Fetches window after window, each as soon as the one before the last is used up. */
    @Override
    public void run() {
      try {
        for (int window = order.windowAt(first); window < order.windows(); window++) {
          if (!turns.awaitPlace(window)) {
            return;
          }
          load(window);
          turns.loaded(window);
        }
      } catch (RuntimeException | Error e) {
        turns.failed(e);
      }
    }

    private void load(int window) {
      int[] particles = particles(window);
      Arrays.sort(particles);
      ImageStore store = stores[window % 2];
      Workers.run(
          (particles.length + readTogether - 1) / readTogether,
          threads,
          () -> {
            float[] values = new float[readTogether * pixels];
            return i -> {
              int from = i * readTogether;
              int[] some =
                  Arrays.copyOfRange(
                      particles, from, Math.min(particles.length, from + readTogether));
              if (turns.ended()) {
                return;
              }
              source.read(some, values);
              for (int j = 0; j < some.length; j++) {
                store.put(positions[some[j]] - order.start(window), values, j * pixels);
              }
            };
          });
    }

    void read(int[] particles, float[] values) {
      for (int i = 0; i < particles.length; i++) {
        int position = positions[particles[i]];
        int window = order.windowAt(position);
        if (position >= first && turns.enter(window)) {
          int place = position - order.start(window);
          stores[window % 2].get(place, values, i * pixels);
          turns.leave(window);
        } else {
          float[] one = new float[pixels];
          source.read(new int[] {particles[i]}, one);
          System.arraycopy(one, 0, values, i * pixels, pixels);
        }
      }
    }

    /** Ends the reading and waits until the stores are no longer written to. */
    void end() {
      turns.end();
      Workers.join(reader);
    }
  }
}
