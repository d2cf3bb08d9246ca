package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Map;
import org.cryodrgn.core.fourier.HartleyShift;
import org.cryodrgn.core.model.PoseGradients;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.io.poses.Poses;

/**
 * Where each particle is looked at from, and what centres it. Known poses stay as they are; those
 * that are learned ({@link RefinedPoses}) take part in the steps of a {@link Learner}.
 */
interface ParticlePoses {

  /** Those of a pose file. */
  static ParticlePoses known(Poses poses, int box) {
    return new ParticlePoses() {
      @Override
      public void rotation(int particle, double[] matrix) {
        System.arraycopy(poses.rotations(), 9 * particle, matrix, 0, 9);
      }

      @Override
      public double shift(int particle, int component) {
        return HartleyShift.pixels(poses.translations()[2 * particle + component], box);
      }
    };
  }

  /** The rotation, nine values, row-major. May be asked for by several threads. */
  void rotation(int particle, double[] matrix);

  /** A component, 0 or 1, of the shift that centres the particle, pixels; as the rotation. */
  double shift(int particle, int component);

  /** Whether steps move them, so that their gradients are wanted. */
  default boolean move() {
    return false;
  }

  /** Tells that an epoch begins, counted from 1. */
  default void beginEpoch(int epoch) {}

  /**
   * Takes the gradients of a batch.
   *
   * @param batch the images
   * @param particles which they are
   * @param gradients what the model found
   */
  default void take(TrainingBatch batch, int[] particles, PoseGradients gradients) {}

  /** Whether the gradients that were taken last are finite. */
  default boolean gradientsFinite() {
    return true;
  }

  /** Moves the poses of the last batch by their gradients. */
  default void step() {}

  /** What is learned, for a checkpoint. */
  default Map<String, ParticleTable.State> tables() {
    return Map.of();
  }

  /**
   * Whether they may be others than those of the input.
   *
   * @param epoch the last finished one
   */
  default boolean refined(int epoch) {
    return false;
  }

  /** Writes them as a pose file, if they are {@link #refined}. */
  default void write(int epoch, Path file) {}
}
