package org.cryodrgn.core.train;

/**
 * Where a training stands, as its checkpoints tell it.
 *
 * @param epoch the last finished one
 * @param seed of the run's draws
 * @param shuffleSeed of the order of particles
 */
record TrainingMark(int epoch, long seed, long shuffleSeed) {}
