package org.cryodrgn.core.train;

import org.cryodrgn.core.parallel.Workers;

/**
 * Whose turn it is at the two places for windows of images: while one window is used, the next is
 * read into the other place, as soon as the window before has been used up. All that changes is
 * guarded by the monitor of this object.
 */
final class WindowTurns {

  private final int first;
  private final int[] expected;
  private final int[] read;
  private final int[] reading;
  private int loaded;
  private int released;
  private Throwable failure;
  private boolean ended;

  /**
   * @param first the first window
   * @param expected how many images will be read of each window
   */
  WindowTurns(int first, int[] expected) {
    this.first = first;
    this.expected = expected;
    read = new int[expected.length];
    reading = new int[expected.length];
    loaded = first;
    released = first;
  }

  /** Waits until a window may be loaded into its place; false if it was ended. */
  synchronized boolean awaitPlace(int window) {
    int before = window - 2;
    if (before >= first) {
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

  /** Tells that a window is there. */
  synchronized void loaded(int window) {
    loaded = window + 1;
    notifyAll();
  }

  /** Tells that no window more will come. */
  synchronized void failed(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  /** Waits for a window and holds it; false if it was given up, or will not come. */
  synchronized boolean enter(int window) {
    while (!ended && failure == null && loaded <= window) {
      pause();
    }
    Workers.rethrow(failure);
    if (ended || window < released) {
      return false;
    }
    reading[window]++;
    return true;
  }

  /** Tells that an image of a window that was held has been read. */
  synchronized void leave(int window) {
    reading[window]--;
    read[window]++;
    notifyAll();
  }

  /** Ends all waiting. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean ended() {
    return ended;
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
