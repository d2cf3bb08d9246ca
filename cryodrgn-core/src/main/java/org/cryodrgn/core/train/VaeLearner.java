package org.cryodrgn.core.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;

/** The variational autoencoder as it learns: its checkpoints are weights and every particle's z. */
final class VaeLearner implements Learner {

  private final HetOnlyVae model;
  private final Adam adam;
  private final TrainingData data;
  private final TrainingSettings settings;

  /**
   * @param checkpoint where it goes on; empty to begin
   */
  VaeLearner(
      Engine engine,
      ModelSpec spec,
      TrainingData data,
      TrainingSettings settings,
      Optional<VaeCheckpoint> checkpoint) {
    this.data = data;
    this.settings = settings;
    ModelWeights weights =
        checkpoint
            .map(VaeCheckpoint::weights)
            .orElseGet(() -> ModelWeights.random(spec, settings.seed()));
    Adam.State state =
        checkpoint
            .flatMap(VaeCheckpoint::optimiser)
            .map(VaeCheckpoint.Optimiser::state)
            .orElseGet(() -> Adam.State.initial(weights.values().length));
    model = new HetOnlyVae(engine, spec, weights);
    adam = new Adam(model, settings.learningRate(), settings.weightDecay(), state);
  }

  @Override
  public ModelSpec spec() {
    return model.spec();
  }

  @Override
  public Losses computeGradients(TrainingBatch batch, int[] particles, DivergenceWeight weight) {
    return model.computeGradients(batch, weight, data.pixels().masked().length);
  }

  @Override
  public void update() {
    adam.step();
  }

  @Override
  public double learningRate() {
    return adam.learningRate();
  }

  @Override
  public void save(TrainingMark mark, BatchPipeline batches, List<RunFiles.Checkpoint> places) {
    Latents latents = encodeAll(batches);
    VaeCheckpoint now =
        new VaeCheckpoint(
            mark.epoch(),
            model.weights(),
            Optional.of(
                new VaeCheckpoint.Optimiser(
                    adam.state(), settings.learningRate(), settings.weightDecay())),
            OptionalLong.of(mark.seed()),
            OptionalLong.of(mark.shuffleSeed()));
    for (RunFiles.Checkpoint place : places) {
      LatentFile.write(place.latents(), latents);
      now.write(place.weights(), spec());
    }
  }

  /** The latent distribution of every particle, in their order. */
  private Latents encodeAll(BatchPipeline batches) {
    LatentArrays latents = new LatentArrays(data.size(), spec().latentDimension());
    int[] order = IntStream.range(0, data.size()).toArray();
    batches.forEach(
        order, false, (batch, particles) -> latents.put(particles, model.encode(batch)));
    return latents.toLatents();
  }

  @Override
  public void close() {
    adam.close();
    model.close();
  }
}
