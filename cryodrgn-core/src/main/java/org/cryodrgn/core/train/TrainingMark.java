package org.cryodrgn.core.train;

import java.util.Optional;
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

  /**
   * Where a training begins, or goes on.
   *
   * @param particles of the run
   * @param checkpoint that it goes on from; empty to begin
   */
  static TrainingMark of(
      TrainingSettings settings,
      ParticleSelection particles,
      Optional<ModelCheckpoint> checkpoint) {
    return new TrainingMark(
        checkpoint.map(ModelCheckpoint::epoch).orElse(0),
        settings.seed(),
        settings.shuffleSeed(),
        particles.mark(),
        checkpoint.map(before -> progress(before, particles)).orElse(EpochProgress.NONE));
  }

  /**
   * That of other particles, or of an older file that does not tell which, is told as of another
   * order, in which the epoch begins again, and none are left out.
   */
  private static EpochProgress progress(ModelCheckpoint before, ParticleSelection particles) {
    EpochProgress progress = before.progress();
    if (!progress.any() || before.particles().equals(Optional.of(particles.mark()))) {
      return progress;
    }
    String others = before.particles().map(Object::toString).orElse("of particles not told");
    return EpochProgress.none(others, new int[0]);
  }

  /** After as many epochs, but so far in the next one. */
  TrainingMark with(EpochProgress now) {
    return new TrainingMark(epoch, seed, shuffleSeed, particles, now);
  }

  /** After one epoch more, so far in the next one. */
  TrainingMark afterEpoch(EpochProgress now) {
    return new TrainingMark(epoch + 1, seed, shuffleSeed, particles, now);
  }
}
