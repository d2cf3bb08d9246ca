package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.model.Adam;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;

/** The variational autoencoder as it learns: its checkpoints are weights and every particle's z. */
final class VaeLearner implements Learner {

  private final HetOnlyVae model;
  private final Adam adam;
  private final TrainingData data;
  private final TrainingSettings settings;

  VaeLearner(Training.Parts parts) {
    data = parts.data();
    settings = parts.settings();
    model = new HetOnlyVae(parts.engine(), parts.spec(), parts.weights());
    adam = parts.adam(model);
  }

  @Override
  public ModelSpec spec() {
    return model.spec();
  }

  @Override
  public ParticlePoses poses() {
    return data.poses();
  }

  @Override
  public void beginEpoch(int epoch) {
    poses().beginEpoch(epoch);
  }

  @Override
  public Losses computeGradients(TrainingBatch batch, int[] particles, DivergenceWeight weight) {
    Losses losses = model.computeGradients(batch, weight, data.pixels().masked().length);
    poses().take(batch, particles, model.poseGradients());
    return losses;
  }

  @Override
  public void update(double rateFactor) {
    adam.step(rateFactor);
    poses().step();
  }

  @Override
  public double learningRate() {
    return adam.learningRate();
  }

  @Override
  public boolean gradientsFinite() {
    return adam.gradientsFinite() && poses().gradientsFinite();
  }

  @Override
  public void save(TrainingMark mark, BatchPipeline batches, List<RunFiles.Checkpoint> places) {
    Latents latents = encodeAll(batches);
    ModelCheckpoint now = checkpoint(mark);
    for (RunFiles.Checkpoint place : places) {
      LatentFile.write(place.latents(), latents);
      poses().write(mark.epoch(), place.poses());
      now.write(place.weights(), spec());
    }
  }

  @Override
  public void saveInside(TrainingMark mark, Path file) {
    checkpoint(mark).write(file, spec());
  }

  private ModelCheckpoint checkpoint(TrainingMark mark) {
    return ModelCheckpoint.of(mark, model, adam, settings, poses().tables());
  }

  /** The latent distribution of every particle, in their order. */
  private Latents encodeAll(BatchPipeline batches) {
    LatentArrays latents = new LatentArrays(data.size(), spec().latentDimension());
    batches.forEach(
        ParticleOrder.sequential(data.size()),
        0,
        null,
        (batch, particles, end) -> latents.put(particles, model.encode(batch)));
    return latents.toLatents();
  }

  @Override
  public void close() {
    adam.close();
    model.close();
  }
}
