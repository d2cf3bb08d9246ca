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

  /** One way through the particles. Its monitor guards what changes. */
  private final class Pass implements Runnable {
    private final ParticleOrder order;
    private final int[] positions;
    private final int first;
    private final int firstWindow;
    private final Thread reader = new Thread(this, "images");
    private final int[] expected;
    private final int[] read;
    private final int[] reading;
    private int loaded;
    private int released;
    private Throwable failure;
    private boolean ended;

    Pass(ParticleOrder order, int first) {
      this.order = order;
      this.first = first;
      positions = new int[order.size()];
      for (int i = 0; i < positions.length; i++) {
        positions[order.at(i)] = i;
      }
      firstWindow = order.windowAt(first);
      expected = new int[order.windows()];
      for (int w = firstWindow; w < expected.length; w++) {
        expected[w] = order.slice(Math.max(first, order.start(w)), order.start(w + 1)).length;
      }
      read = new int[order.windows()];
      reading = new int[order.windows()];
      loaded = firstWindow;
      released = firstWindow;
      reader.setDaemon(true);
    }

    void start() {
      reader.start();
    }

    /** Fetches window after window, each as soon as the one before the last is used up. */
    @Override
    public void run() {
      try {
        for (int window = firstWindow; window < order.windows(); window++) {
          if (!awaitPlace(window)) {
            return;
          }
          load(window);
          synchronized (this) {
            loaded = window + 1;
            notifyAll();
          }
        }
      } catch (RuntimeException | Error e) {
        synchronized (this) {
          failure = e;
          notifyAll();
        }
      }
    }

    private synchronized boolean awaitPlace(int window) {
      int before = window - 2;
      if (before >= firstWindow) {
        while (!ended && !usedUp(before)) {
          pause();
        }
        released = before + 1;
      }
      return !ended;
    }

    /** All of it was read, or so much of the next window that the rest was left out. */
    private boolean usedUp(int window) {
      return reading[window] == 0
          && (read[window] >= expected[window] || 2 * read[window + 1] >= expected[window + 1]);
    }

    private void load(int window) {
      int start = order.start(window);
      int[] particles = order.slice(Math.max(first, start), order.start(window + 1));
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
              if (isEnded()) {
                return;
              }
              source.read(some, values);
              for (int j = 0; j < some.length; j++) {
                store.put(positions[some[j]] - start, values, j * pixels);
              }
            };
          });
    }

    void read(int[] particles, float[] values) {
      for (int i = 0; i < particles.length; i++) {
        int position = positions[particles[i]];
        int window = order.windowAt(position);
        if (position >= first && enter(window)) {
          int place = position - order.start(window);
          stores[window % 2].get(place, values, i * pixels);
          leave(window);
        } else {
          float[] one = new float[pixels];
          source.read(new int[] {particles[i]}, one);
          System.arraycopy(one, 0, values, i * pixels, pixels);
        }
      }
    }

    /** Waits for a window and holds it; false if it was given up, or will not come. */
    private synchronized boolean enter(int window) {
      while (!ended && failure == null && loaded <= window) {
        pause();
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      if (ended || window < released) {
        return false;
      }
      reading[window]++;
      return true;
    }

    private synchronized void leave(int window) {
      reading[window]--;
      read[window]++;
      notifyAll();
    }

    private synchronized boolean isEnded() {
      return ended;
    }

    /** Ends the reading and waits until the stores are no longer written to. */
    void end() {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
      boolean interrupted = false;
      while (reader.isAlive()) {
        try {
          reader.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private void pause() {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for images", e);
      }
    }
  }
}
