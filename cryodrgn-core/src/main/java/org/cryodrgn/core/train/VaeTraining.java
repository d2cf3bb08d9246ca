package org.cryodrgn.core.train;

/**
 * The training of a variational autoencoder: what {@code train_vae} does. Its checkpoints are
 * weights.E.pkl and z.E.pkl.
 */
public final class VaeTraining extends Training {

  /** A training that does what is asked. */
  public VaeTraining(TrainingRequest request) {
    super(request);
  }

  @Override
  Learner learner(Parts parts) {
    return new VaeLearner(parts);
  }
}
