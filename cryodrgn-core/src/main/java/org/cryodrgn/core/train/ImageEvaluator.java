package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.VolumeModel;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.pickle.PickleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates images by a trained model, from files to files: what {@code eval_images} does. */
public final class ImageEvaluator {

  private static final Logger LOG = LoggerFactory.getLogger(ImageEvaluator.class);

  /** As many images as a line may name. */
  private static final int MOST_NAMED = 20;

  private final Path weights;
  private final Path config;
  private final int batchSize;
  private final OptionalDouble beta;
  private final int threads;

  /**
   * @param weights weights.N.pkl
   * @param config config.yaml of the run
   * @param batchSize images at a time
   * @param beta weight of the divergence; empty for 1/zdim
   * @param threads of the engine
   */
  public ImageEvaluator(
      Path weights, Path config, int batchSize, OptionalDouble beta, int threads) {
    this.weights = weights;
    this.config = config;
    this.batchSize = batchSize;
    this.beta = beta;
    this.threads = threads;
  }

  /**
   * Evaluates and writes. Warns of images that are used in another way than in the training.
   *
   * @param source the images, their poses and CTF parameters
   * @param images how the images are used; the scale is the run's
   * @param lossFile pickle of a dict with the average loss, recon, kld
   * @param latentFile z.pkl of the images
   * @param listener told of each batch
   * @throws DataException if an input is wrong, the loss of an image is not finite, or an output
   *     cannot be written
   */
  public void run(
      ParticleDataset.Source source,
      ImageSettings images,
      Path lossFile,
      Path latentFile,
      TrainingListener listener) {
    Engine engine = Engine.start(threads, true);
    try (TrainedModel trained = TrainedModel.open(engine, weights, config);
        ParticleDataset dataset = ParticleDataset.open(source)) {
      RunConfig run = trained.config();
      HetOnlyVae model = withEncoder(trained.model(), run.model().ofTiltSeries());
      requireBox(dataset, run.lattice().box());
      InputFiles.requireKept(lossFile, dataset.stack().files());
      InputFiles.requireKept(latentFile, dataset.stack().files());
      double[] norm = {run.dataset().normMean(), run.dataset().normDeviation()};
      PreparedImages prepared = new PreparedImages(dataset, images.withNorm(norm), threads);
      // The run may have done to its images what preprocess did to these: that is no difference.
      if (!prepared.preprocessed()) {
        new ResumeCheck(weights, run).tell(prepared.preparation());
      }
      TrainingData data =
          prepared.stream(
              new ImagePixels(
                  run.lattice().box(),
                  ModelConfig.encoderRadius(run.model(), run.lattice().box())));
      ImageEvaluation evaluation =
          ImageEvaluation.of(
              data,
              model,
              batchSize,
              beta.orElse(1.0 / run.model().latentDimension()),
              1,
              listener);
      requireFinite(dataset, evaluation.notFinite());
      Losses losses = evaluation.losses();
      LOG.info(
          String.format(
              Locale.US,
              "# =====> Average gen loss = %.6f, KLD = %.6f, total loss = %.6f",
              losses.reconstruction(),
              losses.divergence(),
              losses.total()));
      LatentFile.write(latentFile, evaluation.latents());
      write(lossFile, losses);
    }
  }

  private HetOnlyVae withEncoder(VolumeModel model, boolean ofTiltSeries) {
    if (model instanceof HetOnlyVae encoding) {
      return encoding;
    }
    if (ofTiltSeries) {
      throw DataException.at(
          config,
          "model_args",
          "encode_mode tilt is not available yet",
          "Decode volumes of this run (eval_vol, analyze): they do not need its encoder");
    }
    throw DataException.at(
        config,
        "model_args",
        "describes a model without an encoder, which cannot place new images",
        "Use the config.yaml and the weights of a train_vae run");
  }

  private static void requireBox(ParticleDataset dataset, int box) {
    if (dataset.stack().box() != box) {
      throw DataException.at(
          dataset.source().particles(),
          "",
          "images of box " + dataset.stack().box() + ", but the model is of box " + box,
          "Downsample the images to the model's box");
    }
  }

  /**
   * No average is left for the loss file, and where the latents are infinite, no reader of them.
   */
  private static void requireFinite(ParticleDataset dataset, int[] notFinite) {
    if (notFinite.length > 0) {
      throw new DataException(
          ("%s: the loss is not finite (%d of the %d images evaluated; in the stack, counted from 0:"
                  + " %s%s). Leave them out with --ind, or extract them again.")
              .formatted(
                  dataset.stack().describe(notFinite[0]),
                  notFinite.length,
                  dataset.stack().size(),
                  Arrays.stream(dataset.selection().inStack(notFinite))
                      .limit(MOST_NAMED)
                      .mapToObj(Integer::toString)
                      .collect(Collectors.joining(", ")),
                  notFinite.length > MOST_NAMED ? ", ..." : ""));
    }
  }

  private static void write(Path lossFile, Losses losses) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("loss", losses.total());
    entries.put("recon", losses.reconstruction());
    entries.put("kld", losses.divergence());
    PickleWriter.write(lossFile, entries);
  }
}
