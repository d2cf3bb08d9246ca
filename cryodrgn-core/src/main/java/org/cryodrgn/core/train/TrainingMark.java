package org.cryodrgn.core.train;

import org.cryodrgn.core.dataset.ParticleSelection;

/**
 * Where a training stands, as its checkpoints tell it.
 *
 * @param epoch the last finished one
 * @param seed of the run's draws
 * @param shuffleSeed of the order of particles
 * @param particles that it is of
 * @param progress in the epoch after it
 */
record TrainingMark(
    int epoch,
    long seed,
    long shuffleSeed,
    ParticleSelection.Mark particles,
    EpochProgress progress) {

  /** After as many epochs, but so far in the next one. */
  TrainingMark with(EpochProgress now) {
    return new TrainingMark(epoch, seed, shuffleSeed, particles, now);
  }

  /** After one epoch more, so far in the next one. */
  TrainingMark afterEpoch(EpochProgress now) {
    return new TrainingMark(epoch + 1, seed, shuffleSeed, particles, now);
  }
}
