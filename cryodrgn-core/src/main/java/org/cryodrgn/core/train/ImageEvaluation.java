package org.cryodrgn.core.train;

import java.util.Arrays;
import java.util.BitSet;
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
 * @param notFinite the images whose losses are not finite, in ascending order; then neither are the
 *     averages
 */
record ImageEvaluation(Latents latents, Losses losses, int[] notFinite) {

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
  static ImageEvaluation of(
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
    BitSet finite = new BitSet();
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
            if (losses.finite()) {
              Arrays.stream(particles).forEach(finite::set);
            }
            done[0] += particles.length;
            listener.batch(done[0], data.size());
          });
    } catch (NotFiniteException e) {
      throw new DataException(e.what(), e);
    }
    int n = data.size();
    return new ImageEvaluation(
        latents.toLatents(),
        new Losses(sums[0] / n, sums[1] / n, sums[2] / n),
        notFinite(data, model, weight, finite));
  }

  /**
   * Those to blame in the batches whose losses are not finite: each image is a batch of its own
   * now.
   *
   * @param finite the images of the other batches
   */
  private static int[] notFinite(
      TrainingData data, HetOnlyVae model, DivergenceWeight weight, BitSet finite) {
    if (finite.cardinality() == data.size()) {
      return new int[0];
    }
    BitSet toBlame = new BitSet();
    float[] encoded = new float[2 * model.spec().latentDimension()];
    int masked = data.pixels().masked().length;
    try (BatchPipeline images = new BatchPipeline(data, model, 1, 1, finite, () -> {})) {
      images.forEach(
          ParticleOrder.sequential(data.size()),
          0,
          BatchPipeline.PointChoice.ALL,
          (batch, particles, end) ->
              toBlame.set(particles[0], !model.evaluate(batch, weight, masked, encoded).finite()));
    }
    if (toBlame.isEmpty()) {
      // Each is finite, but their sum was not.
      toBlame.set(0, data.size());
      toBlame.andNot(finite);
    }
    return toBlame.stream().toArray();
  }
}
