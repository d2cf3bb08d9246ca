package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.volume.VolumeDecoder;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of a decoder without an encoder: what {@code train_nn} (one map) and {@code
 * train_dec} (a z for each particle, learned with it) do. Its checkpoints are weights.E.pkl,
 * reconstruct.E.mrc and, with z, z.E.pkl.
 */
public final class DecoderTraining extends Training {

  /**
   * How z is learned.
   *
   * @param file z.pkl to begin with; null for standard normal values, or the checkpoint's
   * @param learningRate of its Adam
   * @param firstEpoch the first epoch in which z moves
   */
  public record LatentSettings(Path file, double learningRate, int firstEpoch) {

    /** Of a model without z. */
    public static final LatentSettings NONE = new LatentSettings(null, 0, 0);
  }

  private static final Logger LOG = LoggerFactory.getLogger(DecoderTraining.class);

  private final LatentSettings latents;
  private final double extent;
  private float[] given;

  /**
   * A training that does what is asked.
   *
   * @param extent what the decoder takes the coordinate at the edge of the box for
   */
  public DecoderTraining(TrainingRequest request, double extent, LatentSettings latents) {
    super(request);
    this.extent = extent;
    this.latents = latents;
  }

  @Override
  double extent() {
    return extent;
  }

  @Override
  void readInputs(
      ParticleSelection selection, ModelSpec spec, Optional<ModelCheckpoint> checkpoint) {
    VolumeDecoder.requireFits(spec.box());
    int dimension = spec.latentDimension();
    if (dimension == 0) {
      return;
    }
    int particles = selection.size();
    Optional<ParticleTable.State> kept = kept(checkpoint);
    if (kept.isPresent()) {
      int values = kept.get().values().length;
      if (latents.file() != null) {
        LOG.info("z is that of {}; {} is for the beginning of a run", load(), latents.file());
      }
      if (kept.get().columns() != dimension || values / dimension != particles) {
        throw DataException.at(
            load(),
            "",
            "holds z of " + values / dimension + " particles, not " + particles,
            "Go on with the particles that the run was begun with");
      }
      checkpoint.get().requireOf(load(), selection, "z");
    } else if (latents.file() != null) {
      if (load() == null) {
        files().requireKept(latents.file());
      }
      given = read(latents.file(), particles, dimension);
    } else if (checkpoint.isPresent()) {
      given = read(beside(load()), particles, dimension);
    }
  }

  @Override
  Learner learner(Parts parts) {
    int last = parts.settings().epochs();
    if (parts.spec().latentDimension() > 0 && latents.firstEpoch() > last) {
      LOG.warn("z will not move: epoch {} is the last", last);
    }
    ParticleTable table = new ParticleTable(begin(parts), latents.learningRate(), false);
    return new DecoderLearner(parts, table, latents.firstEpoch());
  }

  /** z as the checkpoint left it, as it was given, or drawn. */
  private ParticleTable.State begin(Parts parts) {
    int dimension = parts.spec().latentDimension();
    Optional<ParticleTable.State> kept = kept(parts.checkpoint());
    if (kept.isPresent() && dimension > 0) {
      return kept.get();
    }
    float[] values = new float[Math.multiplyExact(parts.data().size(), dimension)];
    if (given == null) {
      Draws.latents(parts.settings().seed(), values);
    } else {
      // A training that goes back to its beginning needs it once more.
      System.arraycopy(given, 0, values, 0, values.length);
    }
    return ParticleTable.State.initial(dimension, values);
  }

  private static Optional<ParticleTable.State> kept(Optional<ModelCheckpoint> checkpoint) {
    return checkpoint.map(before -> before.tables().get(DecoderLearner.LATENTS));
  }

  /** The z.E.pkl beside a weights.E.pkl, which Python's cryoDRGN writes. */
  private static Path beside(Path weights) {
    return RunFiles.beside(weights, "z")
        .orElseThrow(
            () ->
                new DataException(
                    weights
                        + ": there is no z beside these weights. Name the z.pkl of the run by"
                        + " --load-z."));
  }

  /** z of all particles of the run, or of all of the stack that they were selected from. */
  private float[] read(Path file, int particles, int dimension) {
    LOG.info("Loading z from {}", file);
    Latents read = LatentFile.read(file);
    if (read.dimension() != dimension) {
      throw DataException.at(
          file,
          "",
          "holds z of dimension " + read.dimension() + ", the model has --zdim " + dimension,
          "Use the --zdim of the run that wrote it");
    }
    if (read.particles() == particles) {
      return read.mean();
    }
    Path selection = source().indices();
    int[] indices = selection == null ? new int[0] : IndexFile.read(selection);
    OptionalInt last = Arrays.stream(indices).max();
    if (indices.length != particles || last.orElse(0) >= read.particles()) {
      throw DataException.at(
          file,
          "",
          "holds z of " + read.particles() + " particles, the run has " + particles,
          "Give the z.pkl of these particles, or of all that --ind selects from");
    }
    float[] selected = new float[particles * dimension];
    for (int i = 0; i < particles; i++) {
      System.arraycopy(read.mean(), indices[i] * dimension, selected, i * dimension, dimension);
    }
    return selected;
  }
}
