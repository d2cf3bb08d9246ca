package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.Replicas;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;

/** The variational autoencoder as it learns: its checkpoints are weights and every particle's z. */
final class VaeLearner implements Learner {

  private final Networks<HetOnlyVae> networks;
  private final TrainingData data;
  private final TrainingSettings settings;

  VaeLearner(Training.Parts parts) {
    data = parts.data();
    settings = parts.settings();
    networks = parts.networks(HetOnlyVae::new);
  }

  @Override
  public Networks<HetOnlyVae> networks() {
    return networks;
  }

  @Override
  public ParticlePoses poses() {
    return data.poses();
  }

  @Override
  public Losses computeGradients(TrainingBatch batch, int[] particles, DivergenceWeight weight) {
    Replicas<HetOnlyVae> replicas = networks.prepared();
    Losses losses =
        HetOnlyVae.computeGradients(replicas, batch, weight, data.pixels().masked().length);
    poses().take(batch, particles, replicas.poseGradients(batch));
    return losses;
  }

  @Override
  public void update(double rateFactor) {
    networks.step(rateFactor);
    poses().step();
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
    return ModelCheckpoint.of(mark, networks, settings, poses().tables());
  }

  /** The latent distribution of every particle, in their order. */
  private Latents encodeAll(BatchPipeline batches) {
    LatentArrays latents = new LatentArrays(data.size(), spec().latentDimension());
    batches.forEach(
        ParticleOrder.sequential(data.size()),
        0,
        null,
        (batch, particles, end) -> latents.put(particles, networks.model().encode(batch)));
    return latents.toLatents();
  }
}
