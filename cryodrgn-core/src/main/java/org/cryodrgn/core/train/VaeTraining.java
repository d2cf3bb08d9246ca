package org.cryodrgn.core.train;

import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.io.config.RunConfig;

/**
 * The training of a variational autoencoder: what {@code train_vae} does. Its checkpoints are
 * weights.E.pkl and z.E.pkl.
 */
public final class VaeTraining extends Training {

  /** A training with these parts. */
  public VaeTraining(
      ParticleDataset.Source source,
      ImageSettings images,
      RunConfig.ModelArgs architecture,
      Optimisation optimisation,
      Output output,
      Machine machine) {
    super(source, images, architecture, optimisation, output, machine);
  }

  @Override
  Learner learner(Parts parts) {
    return new VaeLearner(parts);
  }
}
