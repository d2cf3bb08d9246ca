package org.cryodrgn.core.train;

import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.Latents;

/**
 * What a trained model makes of images: their latents, and the objective at the latents' means.
 *
 * @param latents of every image
 * @param losses averages over images
 */
public record ImageEvaluation(Latents latents, Losses losses) {

  /**
   * Evaluates images.
   *
   * @param data the images, prepared as for the training
   * @param model lent
   * @param batchSize images at a time
   * @param beta weight of the divergence
   * @param workers threads that prepare batches
   * @param listener told of each batch
   * @throws DataException if an image cannot be read, or holds NaN or infinite values
   */
  public static ImageEvaluation of(
      TrainingData data,
      HetOnlyVae model,
      int batchSize,
      double beta,
      int workers,
      TrainingListener listener) {
    int zdim = model.spec().latentDimension();
    LatentArrays latents = new LatentArrays(data.size(), zdim);
    double[] sums = new double[3];
    int[] done = {0};
    DivergenceWeight weight = DivergenceWeight.constant(beta);
    int masked = data.pixels().masked().length;
    try (BatchPipeline batches = new BatchPipeline(data, model, batchSize, workers)) {
      batches.forEach(
          ParticleOrder.sequential(data.size()),
          0,
          BatchPipeline.PointChoice.ALL,
          (batch, particles, end) -> {
            float[] encoded = new float[2 * particles.length * zdim];
            Losses losses = model.evaluate(batch, weight, masked, encoded);
            latents.put(particles, encoded);
            sums[0] += losses.total() * particles.length;
            sums[1] += losses.reconstruction() * particles.length;
            sums[2] += losses.divergence() * particles.length;
            done[0] += particles.length;
            listener.batch(done[0], data.size());
          });
    } catch (NotFiniteException e) {
      throw new DataException(e.what(), e);
    }
    int n = data.size();
    return new ImageEvaluation(
        latents.toLatents(), new Losses(sums[0] / n, sums[1] / n, sums[2] / n));
  }
}
