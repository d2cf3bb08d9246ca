package org.cryodrgn.core.train;

import java.util.Optional;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.GradientReduction;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.Replicas;
import org.cryodrgn.core.model.VolumeModel;

/**
 * The networks of a learner on their devices, with their optimiser.
 *
 * @param replicas of the model
 * @param adam of the first replica
 * @param precision of the steps
 * @param <M> the model
 */
record Networks<M extends VolumeModel>(Replicas<M> replicas, Adam adam, MixedPrecision precision)
    implements AutoCloseable {

  /** Makes a model on a device. */
  @FunctionalInterface
  interface Make<M> {
    /**
     * @param engine the device
     * @param weights to begin with
     */
    M of(Engine engine, ModelSpec spec, ModelWeights weights);
  }

  /**
   * Those of a checkpoint, or at their beginning.
   *
   * @param checkpoint to go on from; empty to begin
   */
  static <M extends VolumeModel> Networks<M> of(
      Devices devices,
      ModelSpec spec,
      TrainingSettings settings,
      Optional<ModelCheckpoint> checkpoint,
      Make<M> make) {
    ModelWeights weights =
        checkpoint.map(ModelCheckpoint::weights).orElseGet(() -> drawn(spec, settings));
    Adam.State adam =
        checkpoint
            .flatMap(ModelCheckpoint::optimiser)
            .map(ModelCheckpoint.Optimiser::state)
            .orElseGet(() -> Adam.State.initial(new ParameterLayout(spec).size()));
    MixedPrecision.State precision =
        checkpoint.map(ModelCheckpoint::precision).orElse(MixedPrecision.State.INITIAL);
    Replicas<M> replicas =
        new Replicas<>(
            devices.engines(), engine -> make.of(engine, spec, weights), GradientReduction.LOCAL);
    try {
      return new Networks<>(
          replicas,
          new Adam(replicas.first(), settings.learningRate(), settings.weightDecay(), adam),
          new MixedPrecision(devices.precision(), precision));
    } catch (RuntimeException | Error e) {
      replicas.close();
      throw e;
    }
  }

  /** The model that is optimised. */
  M model() {
    return replicas.first();
  }

  /** The replicas, ready to compute the gradients of the next step. */
  Replicas<M> prepared() {
    replicas.setArithmetic(precision.arithmetic());
    return replicas;
  }

  /** Changes the parameters by the last gradients. */
  void step(double rateFactor) {
    adam.step(rateFactor);
    replicas.share();
    precision.taken();
  }

  @Override
  public void close() {
    adam.close();
    replicas.close();
  }

  private static ModelWeights drawn(ModelSpec spec, TrainingSettings settings) {
    ModelWeights drawn = ModelWeights.random(spec, settings.seed());
    return settings.recipe().evenLatents() ? drawn.withEvenLatents(spec) : drawn;
  }
}
