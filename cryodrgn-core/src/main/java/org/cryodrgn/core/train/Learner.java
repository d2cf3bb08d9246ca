package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.TrainingBatch;

/**
 * A model that learns from batches of particles, with its optimisers. The epoch loop ({@link
 * Trainer}), the checkpoints and the logs see nothing else of it, so they are the same for every
 * kind of model.
 */
interface Learner extends AutoCloseable {

  /** What is trained for all particles, with its optimiser. */
  Networks<?> networks();

  /** What batches are made for. */
  default ModelSpec spec() {
    return networks().model().spec();
  }

  /** The poses that batches are made with. */
  ParticlePoses poses();

  /**
   * Tells that an epoch begins, for what does not learn in every one.
   *
   * @param epoch counted from 1
   */
  default void beginEpoch(int epoch) {
    poses().beginEpoch(epoch);
  }

  /**
   * The objective of a batch and its gradients; changes nothing that is learned.
   *
   * @param batch the images
   * @param particles which they are
   * @param weight of the divergence, for models that have one
   */
  Losses computeGradients(TrainingBatch batch, int[] particles, DivergenceWeight weight);

  /** Whether the last gradients and the sum of their squares are finite. */
  default boolean gradientsFinite() {
    return networks().adam().gradientsFinite() && poses().gradientsFinite();
  }

  /**
   * After a loss or gradients that are not finite: goes over to another way to compute them.
   *
   * @param lossFinite whether the loss was finite
   * @return whether the batch is worth computing again; false if that was float32, all of it
   */
  default boolean retreat(boolean lossFinite) {
    return networks().precision().retreat(lossFinite);
  }

  /**
   * Changes what is learned by the last gradients.
   *
   * @param rateFactor of the networks' learning rate in this step
   */
  void update(double rateFactor);

  /** The learning rate of the networks' next step. */
  default double learningRate() {
    return networks().adam().learningRate();
  }

  /**
   * Writes a checkpoint: first what comes with it, last the weights, for they tell that one can go
   * on from there.
   *
   * @param mark how far the training is
   * @param batches for a pass over the particles
   * @param places where the same is written, one after another
   */
  void save(TrainingMark mark, BatchPipeline batches, List<RunFiles.Checkpoint> places);

  /**
   * Writes a checkpoint inside an epoch: all that is learned and what its optimisers keep, but
   * nothing that takes a pass over the particles.
   *
   * @param mark how far the training is
   * @param file where it is written
   */
  void saveInside(TrainingMark mark, Path file);

  @Override
  default void close() {
    networks().close();
  }
}
