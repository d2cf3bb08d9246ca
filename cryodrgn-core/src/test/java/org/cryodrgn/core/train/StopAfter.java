package org.cryodrgn.core.train;

import java.util.function.BooleanSupplier;

/**
 * Stops a training when so many batches were begun. It is asked while images are loaded too, which
 * does not count.
 */
final class StopAfter implements BooleanSupplier, TrainingListener {

  private final int batches;
  private volatile boolean loaded;
  private int begun;

  /**
   * @param loaded whether there is nothing to load before the first batch, as with --lazy
   */
  StopAfter(int batches, boolean loaded) {
    this.batches = batches;
    this.loaded = loaded;
  }

  @Override
  public void loaded(int images, int particles) {
    if (images == particles) {
      loaded = true;
    }
  }

  @Override
  public boolean getAsBoolean() {
    return loaded && begun++ >= batches;
  }
}
