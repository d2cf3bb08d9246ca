package org.cryodrgn.core.train;

import org.cryodrgn.core.model.Losses;

/** What is told about a training as it goes on. All averages are over particles. */
public interface TrainingListener {

  /**
   * Where an epoch stands.
   *
   * @param epoch counted from 1
   * @param seen particles of this epoch so far
   * @param particles particles of an epoch
   * @param beta weight of the divergence, or its set point
   * @param losses of the last batch
   * @param imagesPerSecond since the epoch began
   */
  record Interval(
      int epoch, int seen, int particles, double beta, Losses losses, double imagesPerSecond) {}

  /**
   * A finished epoch.
   *
   * @param epoch counted from 1
   * @param losses averages
   * @param seconds that it took
   * @param imagesPerSecond average
   * @param learningRate of its last step
   */
  record Epoch(
      int epoch, Losses losses, double seconds, double imagesPerSecond, double learningRate) {}

  /** While images are loaded into memory, from any thread, cheap. */
  default void loaded(int images, int particles) {}

  /**
   * Where the training begins or goes on: what was told of later, by a run that was killed or
   * before the way back to a checkpoint, is told anew.
   *
   * @param epochs finished ones
   * @param seen particles of the epoch after them
   */
  default void begins(int epochs, int seen) {}

  /** After every batch, cheap. */
  default void batch(int seen, int particles) {}

  /** At each log interval. */
  default void interval(Interval interval) {}

  /** At the end of an epoch, before its checkpoint. */
  default void epoch(Epoch epoch) {}
}
