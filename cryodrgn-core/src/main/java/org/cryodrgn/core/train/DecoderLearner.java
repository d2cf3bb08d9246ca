package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.NeuralVolume;
import org.cryodrgn.core.model.Replicas;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.core.volume.VolumeDecoder;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.mrc.MrcVolume;

/**
 * The decoder alone as it learns, with a z for each particle or none: its checkpoints are weights,
 * the map at the mean of all z, and z.
 */
final class DecoderLearner implements Learner {

  /** The name of z among a checkpoint's tables. */
  static final String LATENTS = "z";

  private final Training.Parts parts;
  private final Networks<NeuralVolume> networks;
  private final ParticleTable latents;
  private final int firstLatentEpoch;
  private boolean latentsMove;
  private int[] particles;
  private float[] latentGradient;

  /**
   * @param latents of every particle; without columns for a single map
   * @param firstLatentEpoch the first epoch in which they move
   */
  DecoderLearner(Training.Parts parts, ParticleTable latents, int firstLatentEpoch) {
    this.parts = parts;
    this.latents = latents;
    this.firstLatentEpoch = firstLatentEpoch;
    networks = parts.networks(NeuralVolume::new);
  }

  @Override
  public Networks<NeuralVolume> networks() {
    return networks;
  }

  @Override
  public ParticlePoses poses() {
    return parts.data().poses();
  }

  @Override
  public void beginEpoch(int epoch) {
    Learner.super.beginEpoch(epoch);
    latentsMove = latents.columns() > 0 && epoch >= firstLatentEpoch;
  }

  @Override
  public Losses computeGradients(TrainingBatch batch, int[] particles, DivergenceWeight weight) {
    this.particles = particles;
    latentGradient = new float[particles.length * latents.columns()];
    Replicas<NeuralVolume> replicas = networks.prepared();
    Losses losses =
        NeuralVolume.computeGradients(replicas, batch, latents.read(particles), latentGradient);
    poses().take(batch, particles, replicas.poseGradients(batch));
    return losses;
  }

  @Override
  public void update(double rateFactor) {
    networks.step(rateFactor);
    if (latentsMove) {
      latents.step(particles, latentGradient);
    }
    poses().step();
  }

  @Override
  public void save(TrainingMark mark, BatchPipeline batches, List<RunFiles.Checkpoint> places) {
    float[] values = withoutLeftOut(latents.rows(), mark.progress().leftOut());
    ModelCheckpoint now = checkpoint(mark);
    MrcVolume map = map(values, parts.data().size() - mark.progress().leftOut().length);
    for (RunFiles.Checkpoint place : places) {
      map.write(place.map());
      poses().write(mark.epoch(), place.poses());
      if (latents.columns() > 0) {
        int rows = parts.data().size();
        LatentFile.write(place.latents(), new Latents(rows, latents.columns(), values, null));
      }
      now.write(place.weights(), spec());
    }
  }

  @Override
  public void saveInside(TrainingMark mark, Path file) {
    checkpoint(mark).write(file, spec());
  }

  private ModelCheckpoint checkpoint(TrainingMark mark) {
    Map<String, ParticleTable.State> tables = new LinkedHashMap<>(poses().tables());
    if (latents.columns() > 0) {
      tables.put(LATENTS, latents.state());
    }
    return ModelCheckpoint.of(mark, networks, parts.settings(), tables);
  }

  /** No image has told the z of a particle that was left out: it is 0, not what was drawn. */
  private float[] withoutLeftOut(float[] values, int[] leftOut) {
    int columns = latents.columns();
    for (int particle : leftOut) {
      Arrays.fill(values, particle * columns, (particle + 1) * columns, 0);
    }
    return values;
  }

  /**
   * The map at the mean of all z.
   *
   * @param values particles x columns, 0 for those left out
   * @param particles the number of those not left out
   */
  private MrcVolume map(float[] values, int particles) {
    double[] sums = new double[latents.columns()];
    for (int i = 0; i < values.length; i++) {
      sums[i % sums.length] += values[i];
    }
    float[] mean = new float[sums.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = (float) (sums[c] / particles);
    }
    ImagePreparation scale = parts.preparation();
    int box = spec().box();
    float[] voxels =
        new VolumeDecoder(
                networks.model(), scale.mean(), scale.standardDeviation(), parts.threads())
            .decode(mean, box);
    return new MrcVolume(box, voxels, parts.data().pixelSize());
  }
}
